"""Rules of the parameter settings."""

from collections.abc import Iterator

from modules.parameters.settings import ParameterSettings
from settings.fault import Fault


def parameters_have_a_source_or_a_value(parameters: dict[str, ParameterSettings]) -> Iterator[Fault]:
    for key, parameter in parameters.items():
        if (parameter.source is None) == (parameter.value is None):
            yield Fault(f"parameters.{key}", parameter.name, "must have either source or value")


RULES = (parameters_have_a_source_or_a_value,)
