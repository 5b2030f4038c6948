"""The series of the environment agency that the tests of figures share."""

from serambi.apps.observations.tests.conftest import record, waste

__all__ = ["record", "waste"]
