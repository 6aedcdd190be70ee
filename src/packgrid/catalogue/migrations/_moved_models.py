"""What migrations need that move a model from one app to another."""


def move_content_type(old, new):
    """A step that gives the content type and the permissions of a model to its new app; reversed by the other order.

    What people were given and what the admin logged refers to these rows, so they are changed and not made anew.
    `old` and `new` are an app and a model in small letters.
    """

    def move(apps, editor):
        types = apps.get_model("contenttypes", "ContentType").objects.using(editor.connection.alias)
        row = types.filter(app_label=old[0], model=old[1]).first()
        if row is None or types.filter(app_label=new[0], model=new[1]).exists():
            return
        row.app_label, row.model = new
        row.save()
        permissions = apps.get_model("auth", "Permission").objects.using(editor.connection.alias)
        for permission in permissions.filter(content_type=row):
            permission.codename = permission.codename.replace(old[1], new[1])
            permission.name = permission.name.replace(old[1], new[1])
            permission.save()

    return move
