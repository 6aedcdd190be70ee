"""Two more kinds of changes; nothing is stored otherwise."""

from django.db import migrations, models

KINDS = [
    (1, "added"),
    (2, "released"),
    (3, "yanked"),
    (4, "no longer yanked"),
    (5, "release gone"),
    (6, "release back"),
    (7, "archived"),
    (8, "no longer archived"),
    (9, "repository moved"),
    (10, "licence changed"),
    (11, "vulnerability appeared"),
    (12, "vulnerability fixed"),
    (13, "support gained"),
    (14, "support lost"),
    (15, "deprecated"),
    (16, "no longer deprecated"),
    (17, "replaced"),
    (18, "gone from PyPI"),
    (19, "back on PyPI"),
    (20, "repository gone"),
    (21, "repository back"),
    (22, "vulnerability of older releases appeared"),
    (23, "attestation lost"),
    (24, "publisher changed"),
]


class Migration(migrations.Migration):
    dependencies = [("history", "0004_vulnerabilities_of_older_releases")]

    operations = [
        migrations.AlterField(
            model_name="change", name="kind", field=models.PositiveSmallIntegerField(choices=KINDS)
        ),
    ]
