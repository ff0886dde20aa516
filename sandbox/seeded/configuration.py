"""Fills in the forms of parameters and secrets."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.handmade.configuration import DEV_PARAMETERS, ParametersForm
from sandbox.handmade.secrets import SecretsForm
from sandbox.seeded.database import NAMES as DATABASE_NAMES
from sandbox.seeded.tags import MORE_TAGS

PRICES = {
    "one": DEV_PARAMETERS.prices,
    "three": {
        **DEV_PARAMETERS.prices,
        "pro": "price_1Tabc0GTMcpBWf0yQq1Pro01",
        "team_yearly": "price_1Txyz9GTMcpBWf0y",
    },
}


def fill_parameters(choices: Mapping[str, str]) -> ParametersForm:
    """Fills in the parameters; a parameter may be missing if no task uses it."""
    forgotten = choices["parameters.forgotten"]
    return ParametersForm(
        prices=PRICES[choices["parameters.prices"]],
        described=choices["parameters.words"] == "descriptions",
        forgotten=frozenset() if forgotten == "nothing" else frozenset({f"/counterpromo/dev/s3/{forgotten}"}),
    )


def fill_secrets(choices: Mapping[str, str]) -> SecretsForm:
    """Fills in the secrets; the login contains the user of the database."""
    described = choices["secrets.words"] == "descriptions and tags"
    _, username = DATABASE_NAMES[choices["database.names"]]
    return SecretsForm(username=username, described=described, tags=MORE_TAGS if described else {})
