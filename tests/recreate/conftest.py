"""The provider's schema, as the tests of the coverage read it."""

from tests.coverage.conftest import provider_types

__all__ = ["provider_types"]
