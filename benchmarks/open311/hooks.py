"""What Schemathesis cannot know: a good key and ids of requests that are there. Most of the time it gets them."""

from __future__ import annotations

import os
import random
from typing import Any

import schemathesis

KEY_VARIABLE, IDS_VARIABLE = "OPEN311_KEY", "OPEN311_IDS"
KEY = os.environ.get(KEY_VARIABLE, "")
IDS = os.environ.get(IDS_VARIABLE, "").split()


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """Put them in just before a request goes, whichever way it was made up."""
    if isinstance(case.body, dict) and random.random() < 0.95:
        case.body["api_key"] = KEY
    if "service_request_id" in (case.path_parameters or {}) and random.random() < 0.5:
        case.path_parameters["service_request_id"] = random.choice(IDS)
