"""The code of a case, as people copy it into a message."""

import re

CASE_CODE = re.compile(r"\bL\s?K(?:(?:[\s-]*[0-9A-Z]){12,13}|(?:[\s-]*[0-9A-Z]){6,20})\b", re.IGNORECASE)
"""With or without dashes, spaced, in lower case; as long as a code is, if it ends there, and else whatever length was
typed. The service checks it. Its letters are chance, and tell no language."""
