from rest_framework.routers import DefaultRouter

from packgrid.api.v4 import views

router = DefaultRouter()
router.register("packages", views.PackageViewSet, basename="package")
router.register("search", views.SearchV3ViewSet, basename="search")
router.register("grids", views.GridViewSet, basename="grid")
router.register("categories", views.CategoryViewSet, basename="category")

urlpatterns = router.urls
