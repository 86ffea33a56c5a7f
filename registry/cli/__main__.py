"""`python -m registry.cli`: the same as `modeldex`."""

import sys

from registry.cli.entry import main

sys.exit(main())
