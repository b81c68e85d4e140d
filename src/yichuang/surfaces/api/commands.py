"""Command line: give programs their tokens, take them back; write the description down."""

from argparse import Namespace
from pathlib import Path

from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.surfaces.api.terms import Scope


def create(arguments: Namespace) -> Answer:
    """Make a token; its text is shown this once."""
    from yichuang.organisation.models import Staff  # noqa: PLC0415 - needs the database
    from yichuang.surfaces.api.tokens import create_token  # noqa: PLC0415

    owner = Staff.objects.filter(badge=arguments.badge).first()
    if owner is None:
        raise Refusal("api.token_owner", badge=arguments.badge)
    scopes = [Scope(scope) for scope in arguments.scope or Scope]
    made = create_token(owner, name=arguments.name, days=arguments.days, scopes=scopes, now=now())
    until = made.token.expires_at.date().isoformat()
    data = {"token": made.text, "prefix": made.token.prefix, "badge": owner.badge, "scopes": scopes, "until": until}
    return Answer(data, (made.text, f"{owner.badge}, {', '.join(scopes)}, until {until}; shown only now"))


def revoke(arguments: Namespace) -> Answer:
    """Take a token back by its first characters."""
    from yichuang.surfaces.api.tokens import revoke_token  # noqa: PLC0415 - needs the database

    revoked = revoke_token(arguments.prefix, now=now())
    return Answer({"revoked": revoked}, (f"{revoked} revoked",))


def list_tokens(_: Namespace) -> Answer:
    """Every token, newest first."""
    from yichuang.surfaces.api.tokens import tokens_of  # noqa: PLC0415 - needs the database

    rows = [
        {
            "prefix": token.prefix,
            "badge": token.owner.badge,
            "name": token.name,
            "scopes": token.scopes,
            "until": token.expires_at.isoformat(),
            "revoked": token.revoked_at.isoformat() if token.revoked_at else None,
            "last_used": token.last_used_at.isoformat() if token.last_used_at else None,
        }
        for token in tokens_of()
    ]
    return Answer(rows, tuple("  ".join(str(value) for value in row.values()) for row in rows))


def describe(arguments: Namespace) -> Answer:
    """Write the OpenAPI document to a file."""
    from yichuang.surfaces.api.views import document  # noqa: PLC0415 - all schemas are built for it

    path = Path(arguments.path)
    path.write_bytes(document() + b"\n")
    return Answer({"path": str(path)}, (f"{path} written",))


COMMANDS = (
    Command(
        "token create",
        "give a program a token that acts as a member of staff",
        create,
        (
            Argument(("badge",), "badge number of the owner"),
            Argument(("--days",), "how long it holds", {"type": int, "default": 90}),
            Argument(("--name",), "which program uses it", {"default": ""}),
            Argument(("--scope",), "what for (all when none is named)", {"action": "append", "choices": [*Scope]}),
        ),
    ),
    Command("token revoke", "take a token back", revoke, (Argument(("prefix",), "its first characters"),)),
    Command("token list", "list the tokens", list_tokens),
    Command(
        "api describe",
        "write the OpenAPI document",
        describe,
        (Argument(("path",), "file to write", {"nargs": "?", "default": "docs/openapi.json"}),),
        needs_database=False,
    ),
)
