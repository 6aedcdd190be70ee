"""Error messages of the account forms, in place of django-allauth's sentences; the keys are its own."""

CANNOT_SIGN_IN = "The user name, e-mail address or password is not correct."
NO_PASSKEY = "Your browser did not send a passkey. Try again."
MISSING = "Fill in this field."
NO_EMAIL_ADDRESS = "This is not an e-mail address. Write it like name@example.org."
LINK_USED = "This link does not work. It may be old, or used already."

ACCOUNT = {
    "account_inactive": "This account is locked.",
    "cannot_remove_primary_email": "This is your main address. Make another one the main address first.",
    "duplicate_email": "You have added this address already.",
    "email_password_mismatch": CANNOT_SIGN_IN,
    "email_taken": "This address belongs to an account already.",
    "enter_current_password": "This is not your current password.",
    "incorrect_code": "This code is not correct, or was used already.",
    "incorrect_password": "This password is not correct.",
    "invalid_or_expired_key": LINK_USED,
    "invalid_login": CANNOT_SIGN_IN,
    "invalid_password_reset": LINK_USED,
    "max_email_addresses": "You cannot have more than %d addresses.",
    "rate_limited": "Too many attempts. Wait a minute and try again.",
    "same_as_current": "This is the same as before.",
    "too_many_login_attempts": "Too many failed sign-ins. Wait five minutes and try again.",
    "unknown_email": "No account has this address.",
    "unverified_primary_email": "Confirm this address first.",
    "username_blacklisted": "This name is reserved. Choose another one.",
    "username_password_mismatch": CANNOT_SIGN_IN,
    "username_taken": "This name is taken. Choose another one.",
}
SECOND_STEP = {
    "add_email_blocked": "You cannot add an address while an authenticator app or a passkey is set up.",
    "cannot_delete_authenticator": "This cannot be removed.",
    "cannot_generate_recovery_codes": "Add a passkey or set up an authenticator app first.",
    "incorrect_code": "This code is not correct, or was used already.",
    "unverified_email": "Confirm your address first.",
}
GIT_HOST = {
    "connected_other": "Another person here already uses this account.",
    "disconnect_last": "You cannot disconnect the last one.",
    "email_taken": "Your address at %s belongs to an account here already. Sign in there, then connect the git host.",
    "invalid_token": "The git host did not tell us who you are.",
    "no_password": "Set a password first. Without one you could not sign in any more.",
    "no_verified_email": "Confirm an e-mail address first. Without one you could not sign in any more.",
}
