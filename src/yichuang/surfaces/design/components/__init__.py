"""The components behind ``{% load design %}``, by what they are for; each module is a part of one template library."""
