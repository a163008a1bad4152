"""What Schemathesis cannot know: a good key and ids of requests that are there. Half of the time it gets them."""

from __future__ import annotations

import os
import random
from typing import Any

import schemathesis

KEY_VARIABLE, IDS_VARIABLE = "OPEN311_KEY", "OPEN311_IDS"
KEY = os.environ.get(KEY_VARIABLE, "")
IDS = os.environ.get(IDS_VARIABLE, "").split()


@schemathesis.hook
def map_body(_context: Any, body: Any) -> Any:
    if isinstance(body, dict) and random.random() < 0.8:
        return {**body, "api_key": KEY}
    return body


@schemathesis.hook
def map_path_parameters(_context: Any, path_parameters: Any) -> Any:
    if isinstance(path_parameters, dict) and "service_request_id" in path_parameters and random.random() < 0.5:
        return {**path_parameters, "service_request_id": random.choice(IDS)}
    return path_parameters
