"""Addresses under /messages/; the mailbox exists only where people try or test the program."""

from django.conf import settings
from django.urls import path

from serambi.apps.notifications import trial_views, views

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

# The mailbox of a trial; elsewhere mails are sent.
if settings.MODE in {"trial", "test"}:
    urlpatterns += [
        path("trial/", trial_views.mail_list, name="trial_mail_list"),
        path("trial/remind/", trial_views.remind_now, name="trial_remind"),
        path("trial/<slug:name>/", trial_views.mail_detail, name="trial_mail"),
        path("trial/<slug:name>/files/<int:number>/", trial_views.mail_file, name="trial_mail_file"),
    ]
