# One image for every process of production: web (gunicorn), worker and beat (Celery).
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
# The dependencies first: their layer is made again only when their lists change.
COPY pyproject.toml constraints.txt ./
RUN mkdir intranet && touch intranet/__init__.py \
 && pip install -c constraints.txt '.[production]' \
 && pip uninstall -y traverse
COPY . .
# The catalogs and static files of this version. No secret is in the image: this key signs nothing that is served.
RUN export DJANGO_SETTINGS_MODULE=intranet.config.settings.production SECRET_KEY=only-to-collect ALLOWED_HOSTS=localhost TRAVERSE_VAR=/app/var \
 && python manage.py catalogs compile \
 && python manage.py collectstatic --noinput -v0 \
 && rm -rf tests

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=intranet.config.settings.production TRAVERSE_VAR=/app/var
RUN useradd --system --uid 10001 --no-create-home traverse
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
# Only what people upload is written.
RUN mkdir -p var/media && chown -R traverse var/media
USER traverse
VOLUME /app/var/media
EXPOSE 8000
# Behind a TLS proxy, which sets X-Forwarded-Proto. The check names a host that is allowed.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as u; \
u.urlopen(u.Request('http://127.0.0.1:8000/health/', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0].lstrip('.')}), timeout=4)"]
CMD ["gunicorn", "intranet.config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", \
     "--no-control-socket", "--limit-request-line", "8190", "--max-requests", "5000", "--max-requests-jitter", "500", "--access-logfile", "-"]
