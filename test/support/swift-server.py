"""OpenStack Swift on the loopback, with its S3 interface: proxy, account, container and object server in one process.

Usage: swift-server.py FOLDER ACCESS_KEY SECRET, where the access key is ACCOUNT:USER. Keeps all in FOLDER, whose file system must have extended
attributes. Prints the port of the S3 interface, and ends with its standard input.
"""

import eventlet

eventlet.monkey_patch()

import eventlet.wsgi  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402

from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.utils import set_swift_dir  # noqa: E402
from swift.common.wsgi import loadapp  # noqa: E402

PROXY = """
[pipeline:main]
pipeline = catch_errors gatekeeper s3api tempauth proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true

[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin

[filter:s3api]
use = egg:swift#s3api
location = eu-test-1
s3_acl = false

[filter:gatekeeper]
use = egg:swift#gatekeeper

[filter:catch_errors]
use = egg:swift#catch_errors
"""

SWIFT = """
[swift-hash]
swift_hash_path_suffix = test
"""

PART = """
[app:main]
use = egg:swift#{name}
"""

COMMON = """
[DEFAULT]
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
fallocate_reserve = 0
"""


class Cache:
    """What memcached is to a cluster, for one process."""

    def __init__(self):
        self.values = {}

    def get(self, key, raise_on_error=False):
        return self.values.get(key)

    def set(self, key, value, **_):
        self.values[key] = value

    def delete(self, key, **_):
        self.values.pop(key, None)


def with_cache(app):
    cache = Cache()

    def answer(env, start_response):
        env["swift.cache"] = cache
        return app(env, start_response)

    return answer


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def serve(listener, conf):
    eventlet.spawn(eventlet.wsgi.server, listener, with_cache(loadapp(conf)), log_output=False)


def main(folder, access_key, secret):
    account, user = access_key.split(":")
    common = COMMON.format(folder=folder)
    os.makedirs(os.path.join(folder, "devices", "disk"))
    write(os.path.join(folder, "swift.conf"), SWIFT)
    set_swift_dir(folder)
    for name in ("account", "container", "object"):
        listener = eventlet.listen(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        ring = RingBuilder(part_power=0, replicas=1, min_part_hours=0)
        ring.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "weight": 1})
        ring.rebalance()
        ring.get_ring().save(os.path.join(folder, name + ".ring.gz"))
        conf = os.path.join(folder, name + ".conf")
        write(conf, common + PART.format(name=name))
        serve(listener, conf)
    listener = eventlet.listen(("127.0.0.1", 0))
    conf = os.path.join(folder, "proxy.conf")
    write(conf, common + PROXY.format(account=account, user=user, secret=secret))
    serve(listener, conf)
    print(listener.getsockname()[1], flush=True)
    eventlet.tpool.execute(sys.stdin.read)


main(*sys.argv[1:])
