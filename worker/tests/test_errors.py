import errno
import json
from unittest import mock

from .contract import face_graph, text_graph
from .job_case import JobCase
from .photos import as_base64, photo
from .sandbox import call
from .test_face_jobs import errors_in
from .test_text_jobs import failure_of


class Errors(JobCase):
    async def test_a_node_that_fails_is_named_with_its_message_and_no_more(self) -> None:
        self.sandbox.settings(fail=failure_of("KSampler", "it broke", "ValueError"))
        output = await self.run_job(text_graph())
        self.assertEqual(
            errors_in(output),
            [
                {
                    "node_id": "10",
                    "node_type": "KSampler",
                    "exception_type": "ValueError",
                    "exception_message": "it broke",
                }
            ],
        )

    async def test_running_out_of_memory_stays_recognisable(self) -> None:
        message = "Allocation on device 0 would exceed allowed memory. (out of memory)\n2 GiB"
        self.sandbox.settings(fail=failure_of("KSampler", message, "torch.OutOfMemoryError"))
        [error] = errors_in(await self.run_job(text_graph()))
        self.assertIn("out of memory", error["exception_message"])
        self.assertEqual(error["exception_type"], "torch.OutOfMemoryError")

    async def test_a_disk_that_is_full_has_the_worker_replaced(self) -> None:
        message = "[Errno 28] No space left on device: 'a secret garden'"
        self.sandbox.settings(fail=failure_of("SaveImage", message, "OSError"))
        output = await self.run_job(text_graph())
        [error] = errors_in(output)
        self.assertIn("No space left on device", error["exception_message"])
        self.assertIs(output["refresh_worker"], True)
        self.assertIn("its disk is full or fails", self.log.getvalue())
        self.assertNotIn("secret garden", self.log.getvalue())

    async def test_so_has_a_picture_that_comfyui_cannot_store(self) -> None:
        for status, is_workers in ((500, True), (507, True), (400, False)):
            self.sandbox.fault(path="^/upload", times=1, answer={"status": status})
            output = await self.run_job(face_graph(as_base64(photo())))
            self.assertEqual(
                output["error"], f"ComfyUI did not take the picture: HTTP {status}"
            )
            self.assertEqual("refresh_worker" in output, is_workers, status)

    async def test_so_has_a_full_disk_under_the_worker_itself(self) -> None:
        full = OSError(errno.ENOSPC, "No space left on device")
        with mock.patch("darkroom_worker.worker.read_graph", side_effect=full):
            output = await self.run_job(text_graph())
        self.assertEqual(output["error"], "The worker failed: No space left on device")
        self.assertIs(output["refresh_worker"], True)

    async def test_a_missing_model_stays_recognisable(self) -> None:
        self.sandbox.settings(without=["lustifySDXLNSFW_ggwpV7.safetensors"])
        [error] = errors_in(await self.run_job(text_graph()))
        self.assertEqual(error["node_id"], "1")
        self.assertEqual(error["node_type"], "CheckpointLoaderSimple")
        self.assertEqual(error["type"], "value_not_in_list")
        self.assertIn("ckpt_name: 'lustifySDXLNSFW_ggwpV7.safetensors' not in", error["details"])

    async def test_an_unknown_class_is_named_in_an_older_comfyuis_words(self) -> None:
        self.sandbox.settings(missingNode="invalid_prompt")
        graph = text_graph()
        graph["9"] = {"class_type": "NoSuchNode", "inputs": {}}
        [error] = errors_in(await self.run_job(graph))
        self.assertEqual(error["node_id"], "9")
        self.assertEqual(error["type"], "invalid_prompt")
        self.assertIn("node NoSuchNode does not exist", error["message"])

    async def test_an_unknown_class_is_named(self) -> None:
        graph = text_graph()
        graph["9"] = {"class_type": "NoSuchNode", "inputs": {}}
        self.assertEqual(
            errors_in(await self.run_job(graph)),
            [
                {
                    "node_id": "9",
                    "type": "missing_node_type",
                    "message": "Node 'NoSuchNode' not found. The custom node may not be installed.",
                    "details": "Node ID '#9'",
                }
            ],
        )

    async def test_a_graph_without_outputs_is_refused(self) -> None:
        graph = text_graph()
        del graph["12"]
        [error] = errors_in(await self.run_job(graph))
        self.assertEqual(error["type"], "prompt_no_outputs")

    async def test_input_that_is_no_graph_is_refused(self) -> None:
        inputs: list[object] = [{"1": 5}, {"1": {"inputs": []}}, {"prompt": "a cat"}, {"1": None}]
        for nonsense in inputs:
            output = await self.run_job(nonsense)
            self.assertTrue(output["error"].startswith("ComfyUI error: ["), output)

    async def test_complaints_are_few_and_short(self) -> None:
        graph = text_graph()
        for number in range(100, 140):
            graph[str(number)] = {
                "class_type": "SaveImage",
                "inputs": {"filename_prefix": "x", "images": ["11", 7]},
            }
        graph["10"]["inputs"] |= {"sampler_name": "x y " * 4000, "steps": "many", "cfg": -1}
        output = await self.run_job(graph)
        self.assertLessEqual(len(errors_in(output)), 5)
        self.assertLess(len(output["error"]), 5000)

    async def test_a_value_is_not_said_back_whole(self) -> None:
        graph = text_graph()
        graph["10"]["inputs"]["sampler_name"] = as_base64(photo("JPEG", side=200))
        output = await self.run_job(graph)
        self.assertIn("sampler_name", output["error"])
        self.assertLess(len(output["error"]), 2000)
        self.assertNotIn(as_base64(photo("JPEG", side=200))[100:140], output["error"])

    async def test_no_path_is_said(self) -> None:
        path = f"{self.sandbox.folder}/models/checkpoints/x.safetensors"
        message = f"[Errno 2] No such file: '{path}'"
        self.sandbox.settings(fail=failure_of("KSampler", message))
        [error] = errors_in(await self.run_job(text_graph()))
        self.assertEqual(error["exception_message"], "[Errno 2] No such file: 'x.safetensors'")

    async def test_a_good_output_comes_beside_the_complaints_about_a_bad_one(self) -> None:
        graph = text_graph()
        graph["20"] = {"class_type": "SaveImage", "inputs": {"filename_prefix": "bad"}}
        output = await self.run_job(graph)
        self.assertEqual(len(output["images"]), 1)
        self.assertEqual(output["errors"][0]["node_id"], "20")
        self.assertEqual(output["errors"][0]["type"], "required_input_missing")

    async def test_an_answer_that_is_no_json_is_survived(self) -> None:
        answer = {"status": 500, "body": "<html>Internal Server Error</html>"}
        self.sandbox.fault(method="POST", path="^/prompt", answer=answer)
        output = await self.run_job(text_graph())
        self.assertEqual(errors_in(output), [{"message": "POST /prompt was answered 500"}])

    async def test_an_answer_without_end_is_not_read_to_it(self) -> None:
        for path in ("^/object_info/", "^/prompt"):
            self.sandbox.fault(path=path, answer="endless")
            output = await self.run_job(face_graph(as_base64(photo())))
            self.assertRegex(output["error"], "was answered with more than 32 MB$")
            self.assert_nothing_left(photo(), output)

    async def test_what_the_clean_up_is_answered_costs_no_picture(self) -> None:
        self.sandbox.fault(method="POST", path="^/history", when="after", answer="endless")
        output = await self.run_job(text_graph())
        self.assertEqual(len(output["images"]), 1, output)

    async def test_a_history_entry_that_was_not_removed_is_removed_at_the_second_try(self) -> None:
        for answer in ({"status": 500}, "reset", "endless"):
            self.sandbox.fault(method="POST", path="^/history", answer=answer)
            output = await self.run_job(face_graph(as_base64(photo())))
            self.assertEqual(len(output["images"]), 1, output)
            self.assert_nothing_left(photo(), output)

    async def test_a_picture_that_was_answered_by_an_error_is_asked_for_again(self) -> None:
        self.sandbox.fault(path="^/view", answer={"status": 500})
        output = await self.run_job(text_graph())
        self.assertEqual(len(output.get("images", [])), 1, output)

    async def test_an_answer_that_is_nested_too_deep_is_none(self) -> None:
        answer = {"status": 200, "body": "[" * 200_000}
        self.sandbox.fault(method="POST", path="^/prompt", answer=answer)
        output = await self.run_job(text_graph())
        self.assertEqual(errors_in(output), [{"message": "POST /prompt was answered 200"}])

    async def test_a_redirect_is_not_followed(self) -> None:
        answer = {"status": 307, "headers": {"location": f"{self.sandbox.url}/elsewhere"}}
        for path in ("^/upload/image", "^/view"):
            self.sandbox.fault(path=path, answer=answer)
            await self.run_job(face_graph(as_base64(photo())))
        self.assertEqual([line for line in self.sandbox.requests() if "elsewhere" in line], [])

    async def test_a_submission_whose_answer_is_lost_is_taken_back(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        self.sandbox.fault(method="POST", path="^/prompt", when="after", answer="reset")
        output = await self.run_job(face_graph(as_base64(photo())))
        self.assertEqual(errors_in(output), [{"message": "POST /prompt brought no answer"}])
        self.assert_nothing_left(photo(), output)

    async def test_history_that_cannot_be_read_is_asked_again(self) -> None:
        self.sandbox.settings(stepMs=50)
        self.sandbox.fault(path="^/history/", times=2, answer="reset")
        output = await self.run_job(text_graph())
        self.assertEqual(len(output["images"]), 1, output)

    async def test_a_broken_websocket_costs_only_progress(self) -> None:
        self.sandbox.settings(stepMs=100)
        task = self.start_job(text_graph(steps=10))
        await self.until(self.sandbox.queue)
        self.sandbox.disconnect()
        self.assertEqual(len((await task)["images"]), 1)

    async def test_a_picture_that_is_gone_is_no_picture(self) -> None:
        self.sandbox.fault(path="^/view", times=2, answer={"status": 404})
        output = await self.run_job(text_graph())
        self.assertEqual(output, {"error": "No output images produced"})

    async def test_a_picture_that_is_cut_off_once_comes_all_the_same(self) -> None:
        for answer in ("cut", "reset"):
            self.sandbox.fault(path="^/view", answer=answer)
            output = await self.run_job(text_graph())
            self.assertEqual(list(output), ["images"], output)

    async def test_a_picture_that_is_cut_off_again_and_again_ends_the_job(self) -> None:
        self.sandbox.fault(path="^/view", times=50, answer="cut")
        output = await self.run_job(text_graph())
        self.assertEqual(errors_in(output), [{"message": "GET /view brought no answer"}])
        self.assertEqual(len([one for one in self.sandbox.requests() if "/view" in one]), 2)

    async def test_one_of_several_pictures_that_cannot_be_read_is_named(self) -> None:
        faults: list[dict[str, object]] = [
            {"answer": {"status": 404}, "times": 2},
            {"answer": "cut", "times": 2},
        ]
        graph = text_graph()
        graph["13"]["inputs"]["batch_size"] = 2
        for fault in faults:
            self.sandbox.fault(path="^/view", **fault)
            output = await self.run_job(graph)
            [image] = output["images"]
            self.assertEqual(image["filename"], "ComfyUI_00002_.png")
            self.assertEqual(
                output["errors"], [{"message": "The picture ComfyUI_00001_.png cannot be read"}]
            )

    async def test_a_comfyui_that_hangs_is_not_asked_for_each_picture(self) -> None:
        self.worker = self.new_worker(PROMPT_TIMEOUT_S="2")
        graph = text_graph()
        graph["13"]["inputs"]["batch_size"] = 3
        self.sandbox.fault(path="^/view", times=50, answer="hang")
        output = await self.run_job(graph)
        self.assertEqual(errors_in(output), [{"message": "GET /view brought no answer"}])
        self.assertEqual(len([one for one in self.sandbox.requests() if "/view" in one]), 1)

    async def test_a_comfyui_of_somebody_elses_that_hangs_is_said_to_give_no_answer(self) -> None:
        self.worker = self.new_worker(PROMPT_TIMEOUT_S="1")
        self.sandbox.fault(path="^/object_info", answer="hang")
        output = await self.run_job(face_graph(as_base64(photo())))
        self.assertEqual(errors_in(output), [{"message": "GET /object_info brought no answer"}])

    async def test_a_prompt_that_somebody_removed_does_not_wait_for_the_time_limit(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        self.start_job(text_graph(steps=2, seed=2), "first")
        await self.until(self.sandbox.queue)
        task = self.start_job(text_graph(), "second")
        await self.until(lambda: len(self.sandbox.queue()) == 2)
        call(self.sandbox.url, "POST", "/queue", {"clear": True})
        output = await task
        self.assertEqual(output["error"], "ComfyUI process died: it no longer knows this prompt")

    async def test_an_interrupt_by_somebody_else_is_an_error(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        task = self.start_job(text_graph())
        await self.until(self.sandbox.queue)
        call(self.sandbox.url, "POST", "/interrupt", {})
        [error] = errors_in(await task)
        self.assertEqual(error["exception_type"], "Interrupted")

    async def test_a_comfyui_that_nobody_runs_never_started(self) -> None:
        self.worker = self.new_worker(COMFYUI_URL="http://127.0.0.1:9", START_TIMEOUT_S="0.3")
        output = await self.run_job(text_graph())
        self.assertEqual(output["error"], "ComfyUI never started: not reachable after 0.3s")

    async def test_an_error_can_be_sent_as_json(self) -> None:
        self.sandbox.settings(fail=failure_of("KSampler", "\udcff\x00 odd"))
        output = await self.run_job(text_graph())
        # As the SDK does it.
        json.dumps(output, ensure_ascii=False).encode()
