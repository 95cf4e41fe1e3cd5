"""python -m plan_store prepare | sign-in-link EMAIL."""

import argparse
import sys

from plan_store.preparation import prepare, sign_in_link
from plan_store.sign_in import NoSuchUser


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m plan_store", description="Look after the portal's store.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("prepare", help="bring the schema up to date and fill an empty store for demonstration")
    link = verbs.add_parser("sign-in-link", help="print a one-time sign-in link")
    link.add_argument("email", help="the email address of somebody in the store")
    asked = parser.parse_args()
    if asked.verb == "prepare":
        prepare()
        return 0
    try:
        print(sign_in_link(asked.email))
    except NoSuchUser as unknown:
        print(unknown, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
