from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('api_v4', '0001_documents'),
    ]

    operations = [
        migrations.RenameField('categorydocument', 'form', 'schema_fingerprint'),
        migrations.RenameField('griddocument', 'form', 'schema_fingerprint'),
        migrations.RenameField('packagedocument', 'form', 'schema_fingerprint'),
    ]
