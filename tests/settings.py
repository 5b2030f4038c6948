"""Settings of the test run: the program's own, with the environment a test needs."""

import os

os.environ["SERAMBI_MODE"] = "test"
# A test never sees the trial's database, not even one that forgot to ask for one of its own.
os.environ["SERAMBI_STATE"] = "var/test"

from serambi.config.settings import *  # noqa: F403

# WhiteNoise warns about a folder that is not there, and a warning fails a test.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405

# Every browser of a test is an application of its own, which would look at every file of the front end as it starts:
# a tenth of the time of all tests with pages. Now a file is looked for when somebody asks for it.
WHITENOISE_AUTOREFRESH = True
