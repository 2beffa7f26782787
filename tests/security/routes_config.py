"""Who gets what at addresses of no room: styles, preferences, signing in."""

from collections.abc import Mapping

from allauth.mfa.models import Authenticator

from plon.ui import styles
from tests.cast import Person
from tests.security.expected import SIGN_IN, Route

CONFIRM = (SIGN_IN, 302, 302)  # one's own, after the password was asked for once more
ONLY_SHOWN = (SIGN_IN, 405, 405)
ROUTES = {
    "styles-<slug:fingerprint>.css": Route(get=(200, 200, 200)),
    "language": Route(post=(400, 400, 400)),
    "theme": Route(post=(400, 400, 400)),
    "settings/": Route(get=(SIGN_IN, 200, 200)),
    "settings/system/": Route(get=(SIGN_IN, 200, 403)),
    "demo/in": Route(post=(SIGN_IN, 302, 403)),
    "demo/out": Route(post=(SIGN_IN, 302, 302)),
    "ui": Route(get=(SIGN_IN, 200, 403)),
    "accounts/login/": Route(get=(200, 302, 302), post=(422, 302, 302)),
    "accounts/logout/": Route(get=(302, 200, 200), post=(302, 302, 302)),
    "accounts/inactive/": Route(get=(200, 200, 200)),
    "accounts/reauthenticate/": Route(get=(SIGN_IN, 200, 200), post=(SIGN_IN, 422, 422)),
    "accounts/password/": Route(get=(SIGN_IN, 200, 200), post=(SIGN_IN, 422, 422)),
    "accounts/password/forgotten/": Route(get=(200, 200, 200), post=(405, 405, 405)),
    "accounts/password/forgotten/done/": Route(get=(200, 200, 200)),
    "accounts/sessions/": Route(get=(SIGN_IN, 200, 200), post=(SIGN_IN, 302, 302)),
    "accounts/2fa/": Route(get=(SIGN_IN, 200, 200), post=ONLY_SHOWN),
    "accounts/2fa/authenticate/": Route(get=(302, 302, 302), post=(302, 302, 302)),
    "accounts/2fa/reauthenticate/": Route(get=CONFIRM, post=CONFIRM),
    "accounts/2fa/totp/activate/": Route(get=CONFIRM, post=CONFIRM),
    "accounts/2fa/totp/deactivate/": Route(get=(SIGN_IN, 404, 404), post=(SIGN_IN, 404, 404)),
    "accounts/2fa/codes/": Route(get=(SIGN_IN, 404, 404), post=ONLY_SHOWN),
    "accounts/2fa/codes/generate/": Route(get=CONFIRM, post=CONFIRM),
    "accounts/2fa/codes/download/": Route(get=(SIGN_IN, 404, 404), post=(SIGN_IN, 404, 404)),
    "accounts/2fa/keys/": Route(get=(SIGN_IN, 200, 200), post=ONLY_SHOWN),
    "accounts/2fa/keys/add/": Route(get=CONFIRM, post=CONFIRM),
    "accounts/2fa/keys/login/": Route(get=(302, 302, 302), post=(302, 302, 302)),
    "accounts/2fa/keys/reauthenticate/": Route(get=CONFIRM, post=CONFIRM),
    "accounts/2fa/keys/<int:pk>/edit/": Route(get=CONFIRM, post=CONFIRM),
    "accounts/2fa/keys/<int:pk>/remove/": Route(get=CONFIRM, post=CONFIRM),
}


def things(ann: Person) -> Mapping[str, object]:
    """Return the present style sheet, and a key of Ann's."""
    key = Authenticator.objects.create(user=ann.user, type="webauthn", data={"name": "Ann's key"})
    return {"fingerprint": styles.fingerprint(), "pk": key.pk}
