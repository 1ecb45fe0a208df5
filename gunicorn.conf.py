"""How gunicorn serves the site, here and on servers. Read by itself when started in this folder.

PORT is the port on this machine's own address (a host's Procfile binds to all addresses
instead), WEB_CONCURRENCY the number of processes. See docs/decisions/0001-gunicorn-conf.md.
"""

import gc
import os
import signal
from pathlib import Path

ROOT = Path(__file__).resolve().parent

wsgi_app = "portal.wsgi"
chdir = str(ROOT)
pythonpath = str(ROOT / "site")
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"

# Threads, because a slow phone holds its connection for seconds; kept open between requests,
# because a new connection costs such a phone a second.
# Of a crowd every process takes its share: docs/decisions/0007-connections-wait-outside.md.
worker_class = "portal.request_worker.EvenThreadWorker"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
keepalive = 15
# Long enough that the site itself answers whoever pastes ten thousand letters into an address,
# in their language. Gunicorn would refuse with an English page: see portal.request_worker.
limit_request_line = 131_072
timeout = 60
graceful_timeout = 20
# Long-lived processes grow: each is replaced now and then, not all at once.
max_requests = 5000
max_requests_jitter = 500
# Workers show that they live by touching a file: on a busy disk that alone can time out.
if os.access("/dev/shm", os.W_OK):  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108
# Loaded once and shared: a worker that replaces another answers at once.
preload_app = True
# Proxies whose X-Forwarded-… headers are believed.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
# Its place would be the home folder, which a server may not have.
control_socket_disable = True

accesslog = "-"
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "info")
logger_class = "portal.request_log.RequestLog"


def when_ready(server):
    """Finish loading in the first process, before the workers are made from it."""
    from django.db import connections
    from django.urls import resolve

    from portal.reference.last_good import write_last_good

    resolve("/healthz")  # reads every address of the site
    try:
        # A new server has no file of emergency numbers; error pages need it from the beginning.
        write_last_good()
    except Exception:
        # Whatever is wrong with database or disk: the site starts and says so by itself.
        server.log.exception("The emergency numbers could not be written at the start")
    # A database connection must not be shared between processes.
    connections.close_all()
    # What is loaded stays: workers share its memory as long as the collector leaves it alone.
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    """Workers never outlive the first process: a server that starts again finds its port free.

    Gunicorn's own workers would go on for a second, or for as long as a request takes.
    """
    from portal.launch.processes import end_with_parent

    end_with_parent(server.pid, signal.SIGKILL)
