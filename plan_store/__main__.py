"""python -m plan_store prepare | sign-in-link EMAIL | invite EMAIL NAME ORGANISATION ROLE."""

import argparse
import sys

from plan_store.members import MemberRefused
from plan_store.permissions import Role
from plan_store.preparation import NoSuchTrust, invite_first, prepare, sign_in_link
from plan_store.sign_in import NoSuchUser


def words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plan_store", description="Look after the portal's store.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("prepare", help="bring the schema up to date and fill an empty store for demonstration")
    link = verbs.add_parser("sign-in-link", help="print a one-time sign-in link")
    link.add_argument("email", help="the email address of somebody in the store")
    invite = verbs.add_parser("invite", help="let somebody in, such as a trust's first administrator")
    invite.add_argument("email")
    invite.add_argument("name", help="a name or a role, as others will see it")
    invite.add_argument("organisation", help="the trust's ODS code, such as RA7")
    invite.add_argument("role", type=role, help=", ".join(Role))
    return parser


def role(typed: str) -> Role:
    try:
        return Role(typed.lower().replace("-", " ").replace("_", " "))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{typed!r} is no role; there are {', '.join(Role)}") from None


def main(typed: list[str] | None = None) -> int:
    asked = words().parse_args(typed)
    try:
        if asked.verb == "prepare":
            prepare()
        elif asked.verb == "invite":
            print(invite_first(asked.email, asked.name, asked.organisation, asked.role))
        else:
            print(sign_in_link(asked.email))
    except (NoSuchUser, NoSuchTrust, MemberRefused) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
