"""The series of the environment agency that the tests of figures share."""

from serambi.apps.observations.tests.conftest import waste

__all__ = ["waste"]
