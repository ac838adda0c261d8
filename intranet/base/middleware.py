"""The Content-Security-Policy of the site, and its one relaxation: the back office."""

from csp.middleware import CSPMiddleware
from django.conf import settings


class ContentPolicyMiddleware(CSPMiddleware):
    """Strict everywhere; under `/admin/` alone the directives of CONTENT_SECURITY_POLICY_BACK_OFFICE replace the strict ones."""

    def process_response(self, request, response):
        if request.path.startswith("/admin/"):
            response._csp_replace = settings.CONTENT_SECURITY_POLICY_BACK_OFFICE
        return super().process_response(request, response)
