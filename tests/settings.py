"""Settings of the test run: the program's own, with the environment a test needs."""

import os

os.environ["SERAMBI_MODE"] = "test"

from serambi.config.settings import *  # noqa: F403
