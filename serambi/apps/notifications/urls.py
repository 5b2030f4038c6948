"""Addresses under /messages/."""

from django.urls import path

from serambi.apps.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.message_list, name="message_list"),
    path("<int:pk>/", views.message_detail, name="message_detail"),
    path("<int:pk>/enclosures/<int:enclosure>/", views.enclosure, name="enclosure"),
    path("read/", views.read_all, name="read_all"),
    path("choose/", views.choose, name="choose"),
    path("choose/try/", views.try_out, name="try_out"),
    path("devices/", views.device_add, name="device_add"),
    path("devices/<int:pk>/remove/", views.device_remove, name="device_remove"),
    path("deliveries/", views.delivery_list, name="delivery_list"),
    path("deliveries/<int:pk>/again/", views.delivery_again, name="delivery_again"),
]
