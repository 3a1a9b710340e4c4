"""Has ComfyUI_IPAdapter_plus look for faces in both of insightface's own sizes.

    detector_sizes.py FILE   changes the utils.py of ComfyUI_IPAdapter_plus in place

Its nodes ask for 640, and go down to 320 by setting `det_model.input_size` until there is a face.
insightface 1.0 keeps its sizes in `input_sizes` and no longer reads the other: 640 would be all
that is ever tried, and a face that fills the photo is found in a small size only.
"""

import sys
from pathlib import Path

SIZES = ((128, 128), (640, 640))
ASKED = "det_size=(640, 640)"
BOTH = f"det_size={list(SIZES)}"


def give_both_sizes(text: str) -> str:
    """The text of utils.py with both sizes. Raises ValueError where it asks for none, or twice."""
    if text.count(ASKED) != 1:
        raise ValueError(f"{ASKED} is to stand there once, and does so {text.count(ASKED)} times")
    return text.replace(ASKED, BOTH)


def main() -> None:
    match sys.argv[1:]:
        case [file]:
            path = Path(file)
            try:
                path.write_text(give_both_sizes(path.read_text()))
            except ValueError as error:
                sys.exit(f"{file}: {error}")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
