"""The address of a case: `case+<token>@<domain>`, to which its sender can reply.

The token is random and kept with the case, not derived from its number: it has to be looked up either way, a derived
one would hang on one secret that can leak for all cases at once and never be changed without losing every address that
is out, and a random one can be replaced for one case. It is all that a stranger would need to write to a case, and
nobody reads anything by it.
"""

from __future__ import annotations

import base64
import re
import secrets

LOCAL_PART = "case"
TOKEN_BYTES = 10
"""80 bits: among a million cases, one try in 10^18 hits any."""
_ADDRESS = re.compile(rf"{LOCAL_PART}\+([a-z2-7]{{16}})@(.+)")


def make_token() -> str:
    """Return a new token: 16 characters of base 32, in lower case, for some servers change the case of addresses."""
    return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode("ascii").lower()


def reply_address(token: str, domain: str) -> str:
    """Return the address of the case that the token belongs to."""
    return f"{LOCAL_PART}+{token}@{domain}"


def find_token(address: str, domain: str) -> str | None:
    """Return the token of an address, however it is capitalised; None if it is not a case's in this domain."""
    found = _ADDRESS.fullmatch(address.lower())
    return found[1] if found and found[2] == domain.lower() else None
