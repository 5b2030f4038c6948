"""Serambi carries out a regency's Smart City master plan."""

__version__ = "0.1.0"
