"""Evidence (材料): how each requirement of an item is met. Imports catalogue, organisation, people and below."""
