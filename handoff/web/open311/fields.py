"""The fields of every answer, described once: JSON, XML and the OpenAPI document are made of this description.

Names and meanings are GeoReport v2's; `extended_attributes` are those of the Helsinki region's extension (CitySDK).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "flag", "number", "whole", "moment", "texts", "object", "objects"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        about: What it means, for the document.
        values: The only ones that there are; empty: any.
        nullable: Null in JSON and an empty element in XML where there is nothing to say.
        required: Always there.
        shape: Of an object, or of each object in a list.
        each: Name of each element of a list in XML.
    """

    name: str
    kind: Kind
    about: str
    values: tuple[str, ...] = ()
    nullable: bool = False
    required: bool = True
    shape: tuple[Field, ...] = ()
    each: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole answer: a list of objects, or with `each` empty one object. `root`: its outermost element in XML."""

    root: str
    each: str
    fields: tuple[Field, ...]
    about: str


SERVICES = Document(
    "services",
    "service",
    (
        Field("service_code", "text", "By which it is named in every other request."),
        Field("service_name", "text", "In the language of `locale`."),
        Field("description", "text", "What belongs to it."),
        Field("metadata", "flag", "Whether `services/{service_code}` tells of more fields."),
        Field("type", "text", "A request gets its id at once.", values=("realtime",)),
        Field("keywords", "text", "Separated by commas; none are kept."),
        Field("group", "text", "The unit that answers."),
    ),
    "What the city answers for.",
)
VALUE = (
    Field("key", "text", "What is sent."),
    Field("name", "text", "What is shown, in the language of `locale`."),
)
ATTRIBUTE = (
    Field("variable", "flag", "Whether it is filled in."),
    Field("code", "text", "Sent as `attribute[code]`."),
    Field("datatype", "text", "One value of a list.", values=("singlevaluelist",)),
    Field("required", "flag", "Whether a request is refused without it."),
    Field("datatype_description", "text", "What to keep in mind when filling it in.", nullable=True),
    Field("order", "whole", "Its place in a form, from 1."),
    Field("description", "text", "What is asked, in the language of `locale`."),
    Field("values", "objects", "What can be chosen.", shape=VALUE, each="value"),
)
SERVICE_DEFINITION = Document(
    "service_definition",
    "",
    (
        Field("service_code", "text", "As it was asked for."),
        Field("attributes", "objects", "Further fields of a new request.", shape=ATTRIBUTE, each="attribute"),
    ),
    "What else can be said with a request to a service.",
)
ACCEPTED = Document(
    "service_requests",
    "request",
    (
        Field("service_request_id", "text", "Everybody may know it: it opens nothing."),
        Field(
            "service_notice",
            "text",
            "For the sender alone: by when an answer is promised, and the tracking code that opens their case.",
        ),
        Field("account_id", "text", "There are no accounts.", nullable=True),
    ),
    "The request is kept.",
)
EXTENDED = (
    Field("title", "text", "As published; empty before that."),
    Field(
        "detailed_status",
        "text",
        "PENDING: not sorted yet.",
        values=("PENDING", "RECEIVED", "IN_PROCESS", "PROCESSED", "REJECTED"),
    ),
    Field("media_urls", "texts", "Every image that was published.", each="media_url"),
)
REQUESTS = Document(
    "service_requests",
    "request",
    (
        Field("service_request_id", "text", "The request's id."),
        Field("status", "text", "Whether an answer is still promised.", values=("open", "closed")),
        Field("status_notes", "text", "The published answer, or in general words how the request stands."),
        Field("service_name", "text", "In the language of `locale`; empty until the request is sorted."),
        Field("service_code", "text", "Empty until the request is sorted."),
        Field("description", "text", "As published; empty before that."),
        Field("agency_responsible", "text", "The unit that answers; empty until the request is sorted."),
        Field("service_notice", "text", "Always empty."),
        Field("requested_datetime", "moment", "When it was received."),
        Field("updated_datetime", "moment", "When anything of it changed last."),
        Field("expected_datetime", "moment", "By when an answer is promised, while it is.", nullable=True),
        Field("address", "text", "Never shown.", nullable=True),
        Field("address_id", "text", "Never shown.", nullable=True),
        Field("zipcode", "text", "Never shown.", nullable=True),
        Field("lat", "number", "Rounded to 0.001 degrees, of a published request.", nullable=True),
        Field("long", "number", "Rounded to 0.001 degrees, of a published request.", nullable=True),
        Field("media_url", "text", "The first image that was published.", nullable=True),
        Field("extended_attributes", "object", "With `extensions=true`.", required=False, shape=EXTENDED),
    ),
    "Requests, the newest first.",
)
ERRORS = Document(
    "errors",
    "error",
    (
        Field("code", "whole", "The HTTP status."),
        Field("description", "text", "What is wrong: a signpost in the language of `locale`, all else in English."),
    ),
    "Why the request was refused.",
)
DOCUMENTS = {
    "Services": SERVICES,
    "ServiceDefinition": SERVICE_DEFINITION,
    "Accepted": ACCEPTED,
    "ServiceRequests": REQUESTS,
    "Errors": ERRORS,
}
