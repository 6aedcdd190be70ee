import pytest

from packgrid.lib.licenses import choose_license, find_license, license_of_classifier, license_of_text

OSI = "License :: OSI Approved :: "
BSD, MIT, GPL = OSI + "BSD License", OSI + "MIT License", OSI + "GNU General Public License (GPL)"
APACHE, GPL3, GPL3_LATER = (
    OSI + "Apache Software License",
    OSI + "GNU General Public License v3 (GPLv3)",
    OSI + "GNU General Public License v3 or later (GPLv3+)",
)
PROPRIETARY = "License :: Other/Proprietary License"
MIT_TEXT = """MIT License

Copyright (c) 2026 Ada

Permission is hereby granted, free of charge, to any person obtaining a copy of this software, to deal in the Software
without restriction, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions.
"""
BSD_TEXT = """Copyright 2026 Ada. All rights reserved.
Redistribution and use in source and binary forms, with or without modification, are permitted provided that:
1. Redistributions of source code must retain the above copyright notice.
2. Redistributions in binary form must reproduce the above copyright notice.
"""
APACHE_NOTICE = """Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License."""
GPL_NOTICE = """This program is free software: you can redistribute it and/or modify
it under the terms of the GNU General Public License as published by
the Free Software Foundation, either version 3 of the License, or
(at your option) any later version."""
GPL_TEXT = """GNU GENERAL PUBLIC LICENSE
   Version 2, June 1991
TERMS AND CONDITIONS FOR COPYING, DISTRIBUTION AND MODIFICATION
either version 2 of the License, or (at your option) any later version."""


@pytest.mark.parametrize(
    ("expression", "text", "classifiers", "license_"),
    [
        ("mit or apache-2.0", None, [], "MIT OR Apache-2.0"),
        ("BSD-3-Clause", "whatever", [MIT], "BSD-3-Clause"),
        ("no expression", None, [MIT], "MIT"),
        ("GPL-3.0+", None, [], "GPL-3.0-or-later"),
        ("LGPL-2.1 OR MIT", None, [], "LGPL-2.1-only OR MIT"),
        ("GPL-2.0+ WITH Classpath-exception-2.0", None, [], "GPL-2.0-or-later WITH Classpath-exception-2.0"),
        (None, None, [MIT], "MIT"),
        (None, None, [BSD], "BSD"),
        (None, "BSD-3-Clause", [BSD], "BSD-3-Clause"),
        (None, "BSD (2 clause)", [BSD], "BSD-2-Clause"),
        (None, "Apache 2", [APACHE], "Apache-2.0"),
        (None, "BSD", [BSD], "BSD"),
        (None, "MIT", [BSD], "BSD"),
        (None, None, [BSD, MIT], "BSD/MIT"),
        (None, None, [MIT, MIT], "MIT"),
        (None, "MIT OR Apache-2.0", [MIT, APACHE], "MIT OR Apache-2.0"),
        # By "GPLv3" people also mean "or later", which the classifier says.
        (None, "GPLv3", [GPL3_LATER], "GPL-3.0-or-later"),
        (None, "GPL-3.0-or-later", [GPL], "GPL-3.0-or-later"),
        (None, "GPL-3.0-or-later", [GPL3], "GPL-3.0-or-later"),
        (None, "GPL", [GPL3], "GPL-3.0-only"),
        (None, MIT_TEXT, [], "MIT"),
        (None, MIT_TEXT, [MIT], "MIT"),
        # Poetry adds the classifier where it does not know the licence.
        (None, "Apache 2.0", [PROPRIETARY], "Apache-2.0"),
        (None, "MIT-0", [PROPRIETARY], "MIT-0"),
        (None, "BSD", [PROPRIETARY], "BSD"),
        (None, "GPLv3+", [PROPRIETARY], "GPL-3.0-or-later"),
        (None, None, [PROPRIETARY, MIT], "MIT"),
        (None, "MIT", [PROPRIETARY, APACHE], "Apache"),
        (None, "Proprietary", [PROPRIETARY], "Other/Proprietary"),
        (None, "Our terms", [PROPRIETARY], "Other/Proprietary"),
        (None, "see LICENSE", [PROPRIETARY], "Other/Proprietary"),
        (None, None, [PROPRIETARY], "Other/Proprietary"),
        (None, None, ["License :: OSI Approved"], None),
        (None, "UNKNOWN", [], None),
        (None, "", [], None),
        (None, None, [], None),
    ],
)
def test_the_licence_is_told_by_the_best_that_the_project_says(expression, text, classifiers, license_):
    assert find_license(expression=expression, text=text, classifiers=classifiers) == license_


@pytest.mark.parametrize(
    ("text", "license_"),
    [
        ("GPLv3", "GPL-3.0-only"),
        ("GPLv3+", "GPL-3.0-or-later"),
        ("GNU GPLv3", "GPL-3.0-only"),
        ("GPL v3", "GPL-3.0-only"),
        ("AGPLv3", "AGPL-3.0-only"),
        ("LGPLv3+", "LGPL-3.0-or-later"),
        ("Apache Software License 2.0", "Apache-2.0"),
        ("apache2", "Apache-2.0"),
        ("Apache-2.0 license", "Apache-2.0"),
        ("BSD (3-clause)", "BSD-3-Clause"),
        ("3-Clause BSD License", "BSD-3-Clause"),
        ("BSD-3", "BSD-3-Clause"),
        ("BSD license", "BSD"),
        ("MPL2", "MPL-2.0"),
        ("ZPL 2.1", "ZPL-2.1"),
        ("GPL v3 or later", "GPL-3.0-or-later"),
        ("GPL-3.0 or any later version", "GPL-3.0-or-later"),
        ("GPL (>= 2)", "GPL-2.0-or-later"),
        ("GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"),
        ("GNU Lesser General Public License, version 2.1", "LGPL-2.1-only"),
        ("GNU Affero General Public License v3", "AGPL-3.0-only"),
        ("GPLv2 or GPLv3", "GPL-2.0-only OR GPL-3.0-only"),
        ("GPL", "GPL"),
        ("The MIT License (MIT)", "MIT"),
        ("MIT License, see LICENSE file", "MIT"),
        ("This project is licensed under the MIT License - see the LICENSE file for details", "MIT"),
        ("MIT/X11", "MIT"),
        ("Expat", "MIT"),
        ("MIT No Attribution", "MIT-0"),
        ("Dual MIT/GPL", "MIT OR GPL"),
        ("MIT or Apache 2.0", "MIT OR Apache-2.0"),
        ("Apache 2.0 and MIT", "Apache-2.0 AND MIT"),
        ("MIT, BSD", "MIT/BSD"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("ASL 2.0", "Apache-2.0"),
        ("New BSD License", "BSD-3-Clause"),
        ("Two-clause BSD", "BSD-2-Clause"),
        ("Simplified BSD", "BSD-2-Clause"),
        ("Zero-Clause BSD", "0BSD"),
        ("Public Domain", "Public domain"),
        ("CC0", "CC0-1.0"),
        ("Creative Commons Attribution-ShareAlike 4.0 International", "CC-BY-SA-4.0"),
        ("zlib/libpng", "Zlib"),
        ("Boost Software License 1.0", "BSL-1.0"),
        ("BSL 1.1", "BUSL-1.1"),
        ("EUPL 1.2", "EUPL-1.2"),
        ("Python Software Foundation License", "PSF-2.0"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("http://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
        ("https://www.gnu.org/licenses/gpl-3.0.html", "GPL-3.0-only"),
        ("All rights reserved", "Other/Proprietary"),
        ("Beerware", "Beerware"),
        # Not understood as a whole: the project's own words stay.
        ("MIT-like", "MIT-like"),
        ("MIT with Commons Clause", "MIT with Commons Clause"),
        ("GPLv3 with linking exception", "GPLv3 with linking exception"),
        ("BSD License 2.0", "BSD License 2.0"),
        ("Ada's terms", "Ada's terms"),
        # Nothing is said.
        ("see LICENSE", None),
        ("LICENSE.txt", None),
        ("file: LICENSE", None),
        ("custom", None),
        ("Copyright 2026 Ada", None),
        ("n/a", None),
        # Whole texts and notices.
        (MIT_TEXT, "MIT"),
        (BSD_TEXT, "BSD-2-Clause"),
        (BSD_TEXT + "3. Names may not be used to endorse or promote products derived from this.", "BSD-3-Clause"),
        (APACHE_NOTICE, "Apache-2.0"),
        (GPL_NOTICE, "GPL-3.0-or-later"),
        (GPL_NOTICE.replace("GNU General", "GNU Lesser General"), "LGPL-3.0-or-later"),
        (GPL_NOTICE.replace("GNU General", "GNU Affero General"), "AGPL-3.0-or-later"),
        (GPL_TEXT, "GPL-2.0-only"),
        ("MPL-2.0\n\nCopyright 2026 Ada", "MPL-2.0"),
        (MIT_TEXT + "The Commons Clause restricts this.", "Custom"),
        ("Copyright (c)\nAll rights", "Custom"),
        ("Ask me\nbefore you use it", "Custom"),
        ("x" * 41, "Custom"),
    ],
)
def test_a_licence_is_read_however_it_is_written(text, license_):
    assert license_of_text(text) == license_


@pytest.mark.parametrize(
    ("name", "license_"),
    [
        ("Blue Oak Model License (BlueOak-1.0.0)", "BlueOak-1.0.0"),
        ("CEA CNRS Inria Logiciel Libre License, version 2.1 (CeCILL-2.1)", "CECILL-2.1"),
        ("GNU Library or Lesser General Public License (LGPL)", "LGPL"),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", "LGPL-2.0-or-later"),
        ("Mozilla Public License 1.1 (MPL 1.1)", "MPL-1.1"),
        ("SIL Open Font License 1.1 (OFL-1.1)", "OFL-1.1"),
        ("University of Illinois/NCSA Open Source License", "NCSA"),
        ("Qt Public License (QPL)", "Qt Public License (QPL)"),
        ("Free for non-commercial use", "Free for non-commercial use"),
    ],
)
def test_classifiers_are_read_by_the_same_words(name, license_):
    assert license_of_classifier(name) == license_


@pytest.mark.parametrize(
    ("files", "license_"),
    [
        (["LICENSE-MIT"], "MIT"),
        (["LICENSE.Apache-2.0.txt", "NOTICE"], "Apache-2.0"),
        (["LICENSES/GPL-3.0-or-later.txt"], "GPL-3.0-or-later"),
        (["LICENSE-MIT", "LICENSE-APACHE"], None),
        (["LICENSE", "COPYING.txt"], None),
        (["src/vendored/LICENSE-MIT"], None),
    ],
)
def test_names_of_licence_files_count_where_nothing_else_is_said(files, license_):
    assert find_license(expression=None, text=None, classifiers=[], files=files) == license_
    assert find_license(expression=None, text="ISC", classifiers=[], files=files) == "ISC"


@pytest.mark.parametrize(
    ("declared", "detected", "license_"),
    [
        (None, "MIT", "MIT"),
        (None, "", None),
        (None, None, None),
        ("Custom", "BSD-3-Clause", "BSD-3-Clause"),
        ("BSD", "BSD-3-Clause", "BSD-3-Clause"),
        ("GPL", "GPL-3.0", "GPL-3.0-only"),
        ("BSD", "MIT", "BSD"),
        ("MIT", "Apache-2.0", "MIT"),
        ("Other/Proprietary", "MIT", "Other/Proprietary"),
        ("BSD", "NOASSERTION", "BSD"),
        (None, "NOASSERTION", None),
    ],
)
def test_what_a_host_detected_completes_what_a_project_declares(declared, detected, license_):
    assert choose_license(declared, detected) == license_


PERMISSION = MIT_TEXT.partition("\n\n")[2].partition("\n\n")[2]


@pytest.mark.parametrize(
    ("text", "license_"),
    [
        # Names as forges and other languages write them.
        ('BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause"),
        ('BSD 4-Clause "Original" or "Old" License', "BSD-4-Clause"),
        ("NewBSD", "BSD-3-Clause"),
        ("FreeBSD", "BSD-2-Clause"),
        ("Creative Commons Zero v1.0 Universal", "CC0-1.0"),
        ("Unlicense (Public Domain)", "Unlicense"),
        ("Unlicence", "Unlicense"),
        ("MIT-Lizenz", "MIT"),
        ("Licencia MIT", "MIT"),
        ("MIT许可证", "MIT"),
        ("MIT ライセンス", "MIT"),
        ("PolyForm Noncommercial License 1.0.0", "PolyForm-Noncommercial-1.0.0"),
        ("gpl-3.0-or-newer", "GPL-3.0-or-later"),
        ("EUPL v1.2 or later", "EUPL-1.2+"),
        ("Apache License 2.0 or MIT license at your option", "Apache-2.0 OR MIT"),
        # What stands around a name.
        ("(MIT)", "MIT"),
        ("(MIT OR Apache-2.0)", "MIT OR Apache-2.0"),
        ("(MIT OR ISC) AND (BSD-3-Clause OR 0BSD)", "(MIT OR ISC) AND (BSD-3-Clause OR 0BSD)"),
        ("[MIT License](https://opensource.org/licenses/MIT)", "MIT"),
        ("{'text': 'MIT License'}", "MIT"),
        ("MIT \u00a9 Ada Lovelace", "MIT"),
        ("MIT License - Copyright (c) 2020 Ada", "MIT"),
        ("License :: OSI Approved :: MIT License", "MIT"),
        ("License :: Other/Proprietary License", "Other/Proprietary"),
        ("Copyright (c) 2020 Ada\n\nMIT License", "MIT"),
        ("(c) 2020 Ada. MIT License", "MIT"),
        ("Copyright 2020 Ada Lovelace, Inc.", None),
        ("GPL v2 or v3", "GPL-2.0-only OR GPL-3.0-only"),
        ("GPLv2/v3", "GPL-2.0-only OR GPL-3.0-only"),
        ("GPL 2 or 3+", "GPL-2.0-only OR GPL-3.0-or-later"),
        ("MIT or 5 others", "MIT or 5 others"),
        # Addresses.
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://www.gnu.org/licenses/agpl-3.0.en.html", "AGPL-3.0-only"),
        ("https://www.gnu.org/copyleft/gpl.html", "GPL"),
        ("https://www.mozilla.org/en-US/MPL/2.0/", "MPL-2.0"),
        ("http://unlicense.org/", "Unlicense"),
        # Nothing is said.
        ("OSI Approved", None),
        ("License :: OSI Approved", None),
        ("NOASSERTION", None),
        ("UNLICENSED", None),
        ("Not specified", None),
        ("{'file': 'LICENSE'}", None),
        ("file = LICENSE.txt", None),
        ("Add your license here", None),
        ("<license>", None),
        ("\u00c2\u00a9 2020 Ada", None),
        ("()", None),
        ("?", None),
        # More is said than a licence.
        ("MIT but not for the military", "MIT but not for the military"),
        ("MIT (except foo.py)", "MIT (except foo.py)"),
        ("MIT, copyright Ada. Not for sale", "MIT, copyright Ada. Not for sale"),
        ("No longer MIT", "No longer MIT"),
    ],
)
def test_names_of_licences_are_read_without_what_stands_around_them(text, license_):
    assert license_of_text(text) == license_


@pytest.mark.parametrize(
    ("text", "license_"),
    [
        (
            "GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n(noncommercially) GNU Affero General Public License",
            "GPL-3.0-only",
        ),
        (
            "GNU GENERAL PUBLIC LICENSE\nVersion 2, June 1991\nallowed only for noncommercial distribution",
            "GPL-2.0-only",
        ),
        (
            "Mozilla Public License Version 2.0\n====\nthe GNU Affero General Public License, Version 3.0",
            "MPL-2.0",
        ),
        (
            "EUROPEAN UNION PUBLIC LICENCE v. 1.2\nGNU Affero General Public License v. 3",
            "EUPL-1.2",
        ),
        ("Business Source License 1.1\n\nChange License: Apache License, Version 2.0", "BUSL-1.1"),
        (
            "Functional Source License, Version 1.1, MIT Future License\n\nthe Apache License, Version 2.0",
            "FSL-1.1-MIT",
        ),
        ("# PolyForm Noncommercial License 1.0.0\n\n## Acceptance", "PolyForm-Noncommercial-1.0.0"),
        ("The Clear BSD License\n" + BSD_TEXT + "to any party's patent rights are granted", "BSD-3-Clause-Clear"),
        (PERMISSION.replace("\n", "\n  | "), "MIT"),
        (PERMISSION.replace("\n", "\r\n"), "MIT"),
        (PERMISSION + "\n---\nApache License\nVersion 2.0, January 2004", "Custom"),
        (BSD_TEXT + "Alternatively, the GNU General Public License version 2", "Custom"),
        ("Licensed under either\n* Apache License, Version 2.0\n* MIT license", "Custom"),
        ("Apache License, Version 2.0\nwith the following modifications: ours", "Custom"),
        ("GNU GENERAL PUBLIC LICENSE\nVersion 3\nand the Commons Clause", "Custom"),
    ],
)
def test_a_whole_text_is_told_by_its_title_whatever_licences_it_speaks_of(text, license_):
    assert license_of_text(text) == license_


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "-" * 100_000 + "x",
        "(" * 100_000,
        "https://" + "/licenses/a" * 40_000,
        "MIT OR " * 50_000,
        "\0",
    ],
)
def test_any_text_is_read_in_a_moment(text):
    assert license_of_text(text) in {"Custom", None}


@pytest.mark.parametrize(
    ("classifiers", "license_"),
    [
        (["License::OSI Approved::MIT License"], "MIT"),
        (["license :: osi approved :: mit license"], "MIT"),
        (["License :: DFSG approved", OSI + "ISC License (ISCL)"], "ISC"),
        (["License :: OSI Approved "], None),
        (["License :: "], None),
        (["License"], None),
    ],
)
def test_classifiers_that_name_no_licence_do_not_count(classifiers, license_):
    assert find_license(expression=None, text=None, classifiers=classifiers) == license_


@pytest.mark.parametrize("detected", ["Other", "other", "UNKNOWN", "non-standard"])
def test_a_host_that_knows_no_licence_says_nothing(detected):
    assert choose_license(None, detected) is None
    assert choose_license(None, "Apache License 2.0") == "Apache-2.0"


@pytest.mark.parametrize(
    ("files", "license_"), [(["MIT-LICENSE.txt"], "MIT"), (["UNLICENSE"], "Unlicense"), (["NON-LICENSE"], None)]
)
def test_a_licence_may_stand_first_in_the_name_of_its_file(files, license_):
    assert find_license(expression=None, text=None, classifiers=[], files=files) == license_
