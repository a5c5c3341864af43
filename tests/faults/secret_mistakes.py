"""Ways to go wrong with a secret at hand: connection strings, and the ways in which they come to the program; words that are
misplaced."""

import urllib.parse


class Secrets:
    """One of each kind, as the canaries know them. The password is of the kind that has to be escaped."""

    def __init__(self, canaries):
        made = canaries.add("made up")
        self.password = canaries.add("password", f"{made}/P@ss:%Wörd{canaries.add('made up')}")
        self.plain = canaries.add("plain password", f"{canaries.add('made up')}Aa")
        self.token = canaries.add("session token")
        self.key_password = canaries.add("key password")
        self.ping = canaries.add("ping address")
        self.passphrase = canaries.add("passphrase", f"{canaries.add('made up')} horse battery")
        self.identity = "AGE-SECRET-KEY-1" + canaries.add("identity").upper().replace("B", "Q").replace("I", "P").replace("O", "X") * 2


def connection_strings(secrets, host, folder):
    """By what is wrong with them."""
    escaped, plain = urllib.parse.quote(secrets.password, safe=""), secrets.plain
    login, options = f"keeper:{escaped}@", "serverSelectionTimeoutMS=300&connectTimeoutMS=300&socketTimeoutMS=500"
    return {
        "nobody there": f"mongodb://{login}127.0.0.1:1/shop?{options}",
        "wrong password": f"mongodb://{login}{host}/shop?authSource=admin&{options}",
        "wrong mechanism": f"mongodb://{login}{host}/shop?authMechanism=SCRAM-SHA-1&{options}",
        "unescaped": f"mongodb://keeper:{secrets.password}@{host}/shop?{options}",
        "unescaped at": f"mongodb://keeper:{plain}@{plain.upper()}@{host}/shop?{options}",
        "unescaped slash": f"mongodb://keeper:{plain}/{plain}@{host}/shop",
        "unescaped colon": f"mongodb://keeper:{plain}:{plain}@{host}/shop",
        "unescaped percent": f"mongodb://keeper:{plain}%zz@{host}/shop",
        "no user": f"mongodb://:{escaped}@{host}/shop",
        "no scheme": f"keeper:{escaped}@{host}/shop",
        "other scheme": f"postgres://{login}{host}/shop",
        "misspelt scheme": f"mongdb://{login}{host}/shop",
        "no slashes": f"mongodb:{login}{host}/shop",
        "bad port": f"mongodb://{login}127.0.0.1:port/shop",
        "large port": f"mongodb://{login}127.0.0.1:99999/shop",
        "login in the second host": f"mongodb://127.0.0.1:1,{login}127.0.0.1:2/shop?{options}",
        "login in the database": f"mongodb://{host}/{login}shop",
        "login among the options": f"mongodb://{host}/shop?user=keeper&password={escaped}",
        "bad option": f"mongodb://{login}{host}/shop?retryWrites=perhaps",
        "unknown option": f"mongodb://{login}{host}/shop?passwort={escaped}",
        "misspelt option": f"mongodb://{login}{host}/shop?autSource=admin",
        "twice": f"mongodb://{login}{host}/shop?tls=true&tls=false",
        "unknown mechanism": f"mongodb://{login}{host}/shop?authMechanism=SCRAM-SHA-512&authSource={escaped}",
        "no certificate": f"mongodb://{login}{host}/shop?tls=true&tlsCertificateKeyFile={folder}/none.pem&tlsCertificateKeyFilePassword={secrets.key_password}",
        "no TLS there": f"mongodb://{login}{host}/shop?tls=true&tlsCertificateKeyFilePassword={secrets.key_password}&{options}",
        "AWS": f"mongodb://AKIAIOSFODNN7:{escaped}@{host}/?authMechanism=MONGODB-AWS&authMechanismProperties=AWS_SESSION_TOKEN:{secrets.token}&{options}",
        "bad properties": f"mongodb://{login}{host}/?authMechanism=GSSAPI&authMechanismProperties={secrets.token}",
        "X.509 and a password": f"mongodb://{login}{host}/?authMechanism=MONGODB-X509&tls=true",
        "a proxy": f"mongodb://{login}{host}/shop?proxyHost=127.0.0.1&proxyPassword={secrets.key_password}",
        "srv": f"mongodb+srv://{login}nowhere.invalid/shop?{options}",
        "srv and a port": f"mongodb+srv://{login}127.0.0.1:1/shop",
        "two lines": f"mongodb://{login}{host}/shop?{options}\nmongodb://{login}{host}/other",
        "quoted": f'"mongodb://{login}{host}/shop"',
        "blanks": f" mongodb://{login}{host}/shop ?x={plain}",
        "not UTF-8": f"mongodb://{login}{host}/sh\udcffop",
        "bad database": f"mongodb://{login}{host}/sh.op?{options}",
        "loads balanced": f"mongodb://{login}{host},127.0.0.1:1/shop?loadBalanced=true",
        "long": f"mongodb://{login}{host}/shop?appName={'x' * 200}"}


COMMANDS = {
    "backup": ("backup", "--root", "root"), "restore": ("restore", "backup"), "against": ("verify", "backup", "--against"),
    "drill": ("verify", "backup", "--drill"), "check": ("check", "--root", "root"), "once": ("run", "--once", "backup", "--root", "root"),
    "once drill": ("run", "--once", "drill", "--root", "root"), "configuration": ("run", "--checkConfig", "--root", "root")}
WAYS = ("environment", "flag", "flag with =", "file", "configuration")
VOICES = ((), ("-v",), ("--logFormat", "text"), ("--quiet",))


def call(command, way, voice, uri, folder):
    """Words and variables; writes the files that they name."""
    words, variables = [*COMMANDS[command], *voice], {}
    is_against = "--against" in words
    if way == "environment":
        variables["MONGOKEEP_AGAINST" if is_against else "MONGOKEEP_URI"] = uri
    elif way == "flag":
        words = [word for word in words if word != "--against"]
        words += ["--against" if is_against else "--uri", uri]
        return words, variables
    elif way == "flag with =":
        if is_against:
            words.remove("--against")
        words.append(f"--against={uri}" if is_against else f"--uri={uri}")
        return words, variables
    elif way == "file":
        (folder / "secret.uri").write_bytes(uri.encode(errors="surrogateescape") + b"\n")
        variables["MONGOKEEP_AGAINST_FILE" if is_against else "MONGOKEEP_URI_FILE"] = "secret.uri"
    else:
        quoted = uri.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        (folder / "secret.toml").write_bytes(f'uri = "{quoted}"\n'.encode(errors="surrogateescape"))
        words += ["--config", "secret.toml"]
    if is_against:
        words.remove("--against")
    return words, variables


def misplaced(secrets, uri, folder):
    """By name: words and variables in which a secret stands where none belongs."""
    (folder / "secret.phrase").write_text(secrets.passphrase + "\n")
    (folder / "secret.key").write_text(f"# made by hand\n{secrets.identity}\n")
    (folder / "secret.recipients").write_text(secrets.identity + "\n")
    (folder / "secret-broken.toml").write_text(f'uri = "{uri}\nroot = "root"\n')
    (folder / "secret-key.toml").write_text(f'"{uri}" = 1\n')
    (folder / "secret-unknown.toml").write_text(f'url = "{uri}"\n')
    (folder / "secret-type.toml").write_text(f'uri = ["{uri}"]\n')
    (folder / "secret-ping.toml").write_text(f'uri = "{uri}"\nroot = "root"\n[hooks]\nping_url = "ht tp://127.0.0.1:1/{secrets.ping}"\non_failure = "exit 7 # {secrets.token}"\n')
    (folder / "secret-hook.toml").write_text(f'uri = "{uri}"\nroot = "root"\n[hooks]\nping_url = "http://127.0.0.1:1/{secrets.ping}"\non_failure = "no-such-program {secrets.token}"\n')
    (folder / "secret-line.toml").write_text(f"{uri}\n")
    backup = ("backup", "--root", "root")
    return {
        "a word too many": (["backup", uri], {}), "options too many": (["backup", f"mongodb://127.0.0.1:1/shop?user=keeper&password={secrets.plain}"], {}), "in place of a backup": (["restore", uri], {}), "verify a URI": (["verify", uri], {}),
        "a URI as command": ([uri], {}), "misspelt flag": (["backup", "--url", uri], {}), "misspelt flag with =": (["backup", f"--ur={uri}"], {}),
        "flag twice": (["backup", "--uri", uri, "--uri", uri], {}), "single dash": (["backup", f"-uri={uri}"], {}),
        "as root": (["backup", "--root", uri], {"MONGOKEEP_URI": "mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=200"}),
        "as database": ([*backup, "--db", uri, "--uri", "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200"], {}),
        "as configuration": (["backup", "--config", uri], {}),
        "flags of mongodump": (["backup", "--host", uri, "--password", secrets.plain], {}),
        "password flag": (["backup", "--password", secrets.plain], {}), "password flag with =": (["backup", f"--password={secrets.plain}"], {}),
        "short password flag": (["backup", "-p", secrets.plain], {}),
        "misspelt variable": ([*backup], {"MONGOKEEP_URl": uri}), "unknown variable": ([*backup], {"MONGOKEEP_SECRET": uri}),
        "a URI as its file": ([*backup], {"MONGOKEEP_URI_FILE": uri}), "both": ([*backup], {"MONGOKEEP_URI_FILE": "secret.phrase", "MONGOKEEP_URI": uri}),
        "a passphrase as URI": ([*backup], {"MONGOKEEP_URI_FILE": "secret.phrase"}),
        "a key as URI": ([*backup], {"MONGOKEEP_URI_FILE": "secret.key"}),
        "torn file": (["backup", "--config", "secret-broken.toml"], {}), "a URI as key": (["backup", "--config", "secret-key.toml"], {}),
        "unknown key": (["backup", "--config", "secret-unknown.toml"], {}), "a list": (["backup", "--config", "secret-type.toml"], {}),
        "a bare line": (["backup", "--config", "secret-line.toml"], {}),
        "bad ping address": (["run", "--once", "backup", "--config", "secret-ping.toml"], {}),
        "failing hooks": (["run", "--once", "backup", "--config", "secret-hook.toml", "-v"], {}),
        "hooks checked": (["check", "--config", "secret-hook.toml", "-v"], {}),
        "ping variable": (["run", "--once", "backup", "--root", "root"], {"MONGOKEEP_URI": uri, "MONGOKEEP_HOOKS_PING_URL": f"gopher://x/{secrets.ping}"}),
        "a key as recipient": ([*backup, "--recipient", secrets.identity, "--uri", uri], {}),
        "a key among recipients": ([*backup, "--recipientsFile", "secret.recipients", "--uri", uri], {}),
        "a key in the environment": ([*backup], {"MONGOKEEP_URI": uri, "MONGOKEEP_RECIPIENTS": secrets.identity}),
        "broken key": (["verify", "backup", "--identity", "secret.key"], {}), "broken key, cat": (["cat", "backup", "orders", "--identity", "secret.key"], {}),
        "a passphrase as key": (["verify", "backup", "--identity", "secret.phrase"], {}),
        "wrong passphrase": (["verify", "sealed", "--passphraseFile", "secret.phrase"], {}),
        "rewrap": (["rewrap", "sealed", "--passphraseFile", "secret.phrase", "--recipientsFile", "secret.recipients"], {}),
        "help of a secret": (["help", uri], {})}
