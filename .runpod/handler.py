"""The handler by the name under which RunPod's Hub looks for it. The image starts the same worker by
`python -m darkroom_worker`."""

import sys

from darkroom_worker.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
