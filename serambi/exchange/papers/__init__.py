"""Official documents filled from meetings."""
