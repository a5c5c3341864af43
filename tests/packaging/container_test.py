"""Containerfile and Kubernetes manifest: the facts that users rely on. Neither container tool nor cluster is needed."""

import json
import os
import re
import shlex
import unittest

import yaml

from support import PROGRAM, SOURCE, commands, run

CONTAINERFILE = SOURCE / "packaging" / "container" / "Containerfile"
MANIFEST = SOURCE / "packaging" / "kubernetes" / "cronjob.yaml"


def instructions():
    """(name, arguments) of each instruction, in order."""
    text = re.sub(r"(?m)^#.*\n", "", CONTAINERFILE.read_text()).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


class NoKeyTwice(yaml.SafeLoader):
    """PyYAML would take the last of two keys of one name."""

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key stands twice: {keys} {node.start_mark}"
        return super().construct_mapping(node, deep)


def manifests():
    return list(yaml.load_all(MANIFEST.read_text(), NoKeyTwice))


class ContainerfileTest(unittest.TestCase):
    def setUp(self):
        stages = "\n".join(" ".join(line) for line in instructions()).split("FROM ")[1:]
        self.assertEqual(len(stages), 2)
        self.runtime = [tuple(line.split(None, 1)) for line in stages[1].splitlines()[1:]]

    def value(self, name):
        found = [arguments for instruction, arguments in self.runtime if instruction == name]
        self.assertEqual(len(found), 1, name)
        return found[0]

    def test_builds_on_debian_and_names_no_registry(self):
        images = [arguments.split()[0] for name, arguments in instructions() if name == "FROM"]
        self.assertEqual(images, ["debian:12-slim"] * 2)

    def test_runs_as_nobody_in_particular(self):
        self.assertEqual(self.value("USER"), "10001:10001")
        self.assertEqual(self.value("STOPSIGNAL"), "SIGTERM")
        self.assertEqual(self.value("VOLUME"), "/backup")
        self.assertIn("MONGOKEEP_ROOT=/backup", self.value("ENV"))

    def test_starts_the_daemon_and_looks_after_it(self):
        self.assertEqual(json.loads(self.value("ENTRYPOINT")), ["mongokeep"])
        self.assertEqual(json.loads(self.value("CMD")), ["run"])
        check = self.value("HEALTHCHECK").split("CMD ")[1]
        self.assertEqual(check, "mongokeep health --root /backup || exit 1")
        self.assertIn(check.split()[1], commands())
        self.assertIn("run", commands())

    def test_calls_scripts_that_are_there(self):
        called = re.findall(r"scripts/[a-z-]+", CONTAINERFILE.read_text())
        self.assertTrue(called)
        for script in called:
            self.assertTrue(os.access(SOURCE / script, os.X_OK), script)

    def test_leaves_out_what_it_does_not_need_and_nothing_that_it_does(self):
        ignored = [line for line in (SOURCE / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
        self.assertGreaterEqual(set(ignored), {".git", "build", "backup", "tests"})
        for needed in ("CMakeLists.txt", "cmake", "docs", "examples", "include", "packaging", "scripts", "src"):
            self.assertNotIn(needed, ignored)


class KubernetesTest(unittest.TestCase):
    def setUp(self):
        self.claim, *self.jobs = manifests()

    def pods(self):
        for job in self.jobs:
            yield job["spec"]["jobTemplate"]["spec"]["template"]["spec"]

    def test_has_a_claim_and_two_jobs(self):
        self.assertEqual(self.claim["kind"], "PersistentVolumeClaim")
        self.assertEqual([job["metadata"]["name"] for job in self.jobs], ["mongokeep-backup", "mongokeep-cleanup"])
        for job in self.jobs:
            self.assertEqual((job["apiVersion"], job["kind"]), ("batch/v1", "CronJob"))

    def test_runs_at_the_times_of_the_daemon_one_at_a_time(self):
        self.assertEqual([job["spec"]["schedule"] for job in self.jobs], ["0 1 * * *", "0 3 * * *"])
        for job in self.jobs:
            self.assertEqual(job["spec"]["concurrencyPolicy"], "Forbid")
            # Begun as late as it may be, a run ends while the next night's may still begin.
            self.assertLess(job["spec"]["jobTemplate"]["spec"]["activeDeadlineSeconds"], 86400)
            self.assertGreater(job["spec"]["startingDeadlineSeconds"], 3600)

    def test_folders_and_schedule_are_in_one_time_zone(self):
        zones = {job["spec"]["timeZone"] for job in self.jobs}
        zones |= {entry["value"] for pod in self.pods() for entry in pod["containers"][0]["env"]
                  if entry["name"] == "MONGOKEEP_TIMEZONE"}
        self.assertEqual(len(zones), 1)

    def test_containers_have_no_rights(self):
        for pod in self.pods():
            self.assertFalse(pod["enableServiceLinks"])
            self.assertFalse(pod["automountServiceAccountToken"])
            self.assertTrue(pod["securityContext"]["runAsNonRoot"])
            self.assertEqual(pod["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
            (container,) = pod["containers"]
            self.assertEqual(container["securityContext"], {"allowPrivilegeEscalation": False,
                                                            "readOnlyRootFilesystem": True,
                                                            "capabilities": {"drop": ["ALL"]}})
            self.assertIn("memory", container["resources"]["limits"])

    def test_image_and_pod_agree_on_the_user(self):
        for pod in self.pods():
            context = pod["securityContext"]
            self.assertIn(("USER", f"{context['runAsUser']}:{context['runAsGroup']}"), instructions())

    def test_connection_string_comes_as_a_file(self):
        for pod in self.pods():
            (container,) = pod["containers"]
            variables = {entry["name"]: entry["value"] for entry in container["env"]}
            self.assertNotIn("MONGOKEEP_URI", variables)
            mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
            self.assertEqual(variables["MONGOKEEP_URI_FILE"], mounts["uri"] + "/uri")
            self.assertTrue(variables["MONGOKEEP_ROOT"].startswith(mounts["backups"] + "/"))
            self.assertEqual({volume["name"] for volume in pod["volumes"]}, set(mounts))

    def test_program_takes_arguments_and_variables(self):
        for pod in self.pods():
            (container,) = pod["containers"]
            variables = {entry["name"]: entry["value"] for entry in container["env"]}
            del variables["MONGOKEEP_URI_FILE"]
            run(PROGRAM, *shlex.split(" ".join(container["args"])), "--checkConfig",
                env={"PATH": os.environ["PATH"], "MONGOC_DISABLE_SHM": "1", "MONGOKEEP_URI": "mongodb://127.0.0.1/shop", **variables})


if __name__ == "__main__":
    unittest.main()
