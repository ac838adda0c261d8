"""HTTP only."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from intranet.base.forms import bind, once
from intranet.discussion import actions, permissions
from intranet.discussion.forms import CommentForm, RemovalForm
from intranet.discussion.models import Comment
from intranet.discussion.registry import discussed, discussed_of


def post(request: HttpRequest, key: str, public_id) -> HttpResponse:
    """Post a comment; opened by itself, the page that holds only the form (after an error or an expired session)."""
    how = discussed(key)
    if how is None:
        raise Http404
    about = get_object_or_404(how.model._default_manager.visible_to(request.user), public_id=public_id)
    if not permissions.can_comment(request.user, about):
        raise PermissionDenied(_("You cannot comment here."))
    form = bind(request, CommentForm)
    if request.method == "POST" and form.is_valid():
        with once(request) as sent:
            if sent.is_repeat:
                return redirect(sent.result_url)
            comment = actions.post_comment(author=request.user, about=about, body=form.cleaned_data["body"])
            return redirect(sent.done(comment.get_absolute_url()))
    return render(request, "discussion/form.html", {"form": form, "about": about, "comment": None}, status=422 if form.errors else 200)


def edit(request: HttpRequest, public_id) -> HttpResponse:
    """Change one's own comment."""
    comment = _visible_comment(request, public_id)
    if not permissions.can_edit(request.user, comment):
        raise PermissionDenied(_("Only its author may change a comment."))
    form = bind(request, CommentForm, initial={"body": comment.body})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_comment(agent=request.user, comment=comment, body=form.cleaned_data["body"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(comment.get_absolute_url())
    return render(
        request, "discussion/form.html", {"form": form, "about": comment.about, "comment": comment}, status=422 if form.errors else 200
    )


def remove(request: HttpRequest, public_id) -> HttpResponse:
    """Ask, then take a comment away."""
    comment = _visible_comment(request, public_id)
    if not permissions.can_remove(request.user, comment):
        raise PermissionDenied(_("You cannot remove this comment."))
    form = bind(request, RemovalForm)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_comment(agent=request.user, comment=comment, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(comment.get_absolute_url())
    context = {"form": form, "comment": comment, "about": comment.about, "is_own": comment.author_id == request.user.pk}
    return render(request, "discussion/remove.html", context, status=422 if form.errors else 200)


def _visible_comment(request: HttpRequest, public_id) -> Comment:
    comment = get_object_or_404(Comment.objects.standing().with_people(), public_id=public_id)
    try:
        how = discussed_of(comment.about)
    except LookupError as error:
        raise Http404 from error
    if not how.model._default_manager.visible_to(request.user).filter(pk=comment.about_id).exists():
        raise Http404
    return comment
