import tempfile
import unittest

from darkroom_worker.settings import BadSetting, settings_from


class SettingsFromTheEnvironment(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_only_the_folder_is_needed(self) -> None:
        settings = settings_from({"COMFYUI_FOLDER": self.folder})
        self.assertEqual(settings.command, ())
        self.assertEqual(settings.url, "http://127.0.0.1:8188")
        self.assertEqual((settings.start_timeout_s, settings.prompt_timeout_s), (300, 540))

    def test_the_command_is_split_like_a_shell_does(self) -> None:
        command = "python 'my main.py' --disable-metadata"
        settings = settings_from({"COMFYUI_FOLDER": self.folder, "COMFYUI_COMMAND": command})
        self.assertEqual(settings.command, ("python", "my main.py", "--disable-metadata"))

    def test_what_cannot_be_is_refused_by_name(self) -> None:
        for name, value in (
            ("COMFYUI_COMMAND", "python 'main.py"),
            ("COMFYUI_URL", "127.0.0.1:8188"),
            ("COMFYUI_URL", "ftp://host"),
            ("COMFYUI_FOLDER", ""),
            ("COMFYUI_FOLDER", "/no/such/folder"),
            ("START_TIMEOUT_S", "soon"),
            ("PROMPT_TIMEOUT_S", "0"),
            ("PROMPT_TIMEOUT_S", "nan"),
            ("PROMPT_TIMEOUT_S", "1e9"),
        ):
            with self.assertRaisesRegex(BadSetting, f"^{name} "):
                settings_from({"COMFYUI_FOLDER": self.folder, name: value})
