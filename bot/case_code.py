"""The codes of a case and of a saved form, as people copy them into a message."""

import re

CASE_CODE = re.compile(r"\bL\s?K(?:(?:[\s-]*[0-9A-Z]){12,13}|(?:[\s-]*[0-9A-Z]){6,20})\b", re.IGNORECASE)
"""With or without dashes, spaced, in lower case; as long as a code is, if it ends there, and else whatever length was
typed. The service checks it. Its letters are chance, and tell no language."""

RESUME_CODE = re.compile(
    r"(?<![0-9A-Z-])(?=[0-9A-Z-]*[0-9])(?=[0-9A-Z-]*[A-Z])[0-9A-Z]{4}(?:-?[0-9A-Z]{4}){3}(?![0-9A-Z-])"
    r"|^\s*(?=[0-9A-Z ]*[0-9])(?=[0-9A-Z ]*[A-Z])[0-9A-Z]{4}(?: [0-9A-Z]{4}){3}[\s.]*$",
    re.IGNORECASE,
)
"""Four times four, of which each code has a letter and a digit; spaced only where the message is nothing else."""
