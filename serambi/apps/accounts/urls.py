"""Addresses under /account/."""

from django.urls import path

from serambi.apps.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.profile, name="profile"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("password/", views.password_change, name="password_change"),
    path("password/forgotten/", views.password_reset, name="password_reset"),
    path("password/sent/", views.password_sent, name="password_sent"),
    path("password/<str:uidb64>/<str:token>/", views.PasswordChoose.as_view(), name="password_choose"),
]
