from django.urls import path

from packgrid.web.editing import cells, grid_file, grids, histories, many_packages, new_package, packages

urlpatterns = [
    path("packages/add/", new_package.add_package_page, name="add_package"),
    path("packages/<slug:slug>/edit/", packages.edit_package, name="edit_package"),
    path("packages/p/<slug:slug>/history/", histories.package_history, name="package_history"),
    path("grids/add/", grids.add_grid, name="add_grid"),
    path("grids/<slug:slug>/edit/", grids.edit_grid, name="edit_grid"),
    path("grids/<slug:slug>/describe/", grids.describe_grid, name="describe_grid"),
    path("grids/<slug:slug>/package/add/", grids.add_column, name="add_column"),
    path("grids/<slug:slug>/packages/add/", many_packages.add_many_packages, name="add_columns"),
    path("grids/<slug:slug>/propose/", grid_file.propose_grid, name="propose_grid"),
    path("grids/package/<slug:grid_slug>/<id:package_id>/delete/", grids.remove_column, name="remove_column"),
    path("grids/feature/add/<slug:grid_slug>/", grids.add_feature, name="add_feature"),
    path("grids/feature/<id:feature_id>/", grids.edit_feature, name="edit_feature"),
    path("grids/feature/<id:feature_id>/delete/", grids.remove_feature, name="remove_feature"),
    path("grids/feature/<id:feature_id>/move/", grids.move_feature, name="move_feature"),
    path("grids/element/<slug:grid_slug>/<id:package_id>/<id:feature_id>/", cells.edit_cell, name="edit_cell"),
    path("grids/g/<slug:slug>/history/", histories.grid_history, name="grid_history"),
    path("grids/g/<slug:slug>.toml", grid_file.download_grid, name="grid_toml"),
    path("edits/", histories.latest_edits, name="edits"),
    path("edits/<id:edit_id>/revert/", histories.revert_edit_page, name="revert"),
    path("edits/<id:edit_id>/take-back/", histories.revert_edit_page),  # the address until 2026
    path("edits/by/<str:name>/", histories.edits_by_person, name="edits_by"),
    path("edits/by/<str:name>/revert/", histories.revert_all_page, name="revert_all"),
    path("edits/by/<str:name>/take-back/", histories.revert_all_page),  # the address until 2026
]
