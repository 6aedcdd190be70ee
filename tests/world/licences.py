"""How projects state their licence: by PEP 639, as people did before it, badly, or not at all."""

import attrs

OSI = "License :: OSI Approved :: "
MIT_TEXT = """MIT License

Copyright (c) 2019 the authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction.
"""


@attrs.frozen
class Licence:
    """`expression`, `text` and `classifiers` are what PyPI says of it; `spdx` is what git hosts detect, "" nothing."""

    expression: str | None
    text: str | None
    classifiers: tuple[str, ...]
    spdx: str


# How often in a hundred projects, roughly as the catalogue has them.
LICENCES = {
    Licence("MIT", None, (), "MIT"): 14,
    Licence("BSD-3-Clause", None, (), "BSD-3-Clause"): 8,
    Licence("Apache-2.0", None, (), "Apache-2.0"): 3,
    Licence("MIT OR Apache-2.0", None, (), "MIT"): 1,
    Licence("LicenseRef-Proprietary", None, (), ""): 1,
    Licence(None, "MIT", (OSI + "MIT License",), "MIT"): 26,
    Licence(None, "BSD", (OSI + "BSD License",), "BSD-3-Clause"): 16,
    Licence(None, "BSD-3-Clause", (OSI + "BSD License",), "BSD-3-Clause"): 5,
    Licence(None, "Apache 2.0", (OSI + "Apache Software License",), "Apache-2.0"): 4,
    Licence(None, "GPLv3", (OSI + "GNU General Public License v3 (GPLv3)",), "GPL-3.0"): 4,
    Licence(None, "", (OSI + "GNU Lesser General Public License v3 or later (LGPLv3+)",), "LGPL-3.0"): 2,
    Licence(None, "AGPL", (OSI + "GNU Affero General Public License v3",), "AGPL-3.0"): 2,
    Licence(None, "MIT/GPL", (OSI + "MIT License", OSI + "GNU General Public License (GPL)"), "NOASSERTION"): 1,
    Licence(None, MIT_TEXT, (), "MIT"): 3,
    Licence(None, "UNKNOWN", (), ""): 4,
    Licence(None, None, ("License :: Other/Proprietary License",), ""): 1,
    Licence(None, None, (), ""): 5,
}
NAMES = {
    "MIT": "MIT License",
    "BSD-3-Clause": 'BSD 3-Clause "New" or "Revised" License',
    "Apache-2.0": "Apache License 2.0",
    "GPL-3.0": "GNU General Public License v3.0",
    "LGPL-3.0": "GNU Lesser General Public License v3.0",
    "AGPL-3.0": "GNU Affero General Public License v3.0",
    "NOASSERTION": "Other",
}
