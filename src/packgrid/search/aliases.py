"""Other names of packages. To add one, add a line."""

# The name of a package as one word -> what its users call it.
OF_PACKAGES = {
    "djangorestframework": ("drf", "restframework"),
    "djangodebugtoolbar": ("ddt", "djdt"),
    "djangocms": ("cms",),
    "djangoallauth": ("allauth",),
    "djangocrispyforms": ("crispy",),
    "djangoextensions": ("shellplus", "runserverplus"),
    "djangofilter": ("djangofilters",),
    "djangostorages": ("djangostorage",),
    "djangorestknox": ("knox",),
    "djangoimportexport": ("importexport",),
    "djangoautocompletelight": ("dal",),
    "wagtail": ("wagtailcms",),
    "graphenedjango": ("graphene",),
    "whitenoise": ("whitenoice",),
    "socialappdjango": ("pythonsocialauth",),
}
