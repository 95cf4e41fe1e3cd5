"""python -m pages._web: the portal in one process."""

import gc
import sys

if __name__ == "__main__":
    gc.disable()  # until the server is ready (start.py): in between it would look through all that was imported so far
    from pages._web.launch import main

    sys.exit(main())
