"""The quicker predictions against Rasa's own."""

import json

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner

from bot.predictions import applicable_rules, run_in_order

RASAS_RUN = DaskGraphRunner.run
RASAS_POSSIBLE_KEYS = RulePolicy._get_possible_keys


def state(action=None, intent=None, **slots):
    built = {"user": {"intent": intent}} if intent else {}
    if action:
        built["prev_action"] = {"action_name": action}
    if slots:
        built["slots"] = slots
    return built


CONVERSATIONS = [
    [state()],
    [state(), state("action_listen", "greet")],
    [state(), state("action_listen", "greet"), state("utter_greet", "greet")],
    [state("action_listen", "greet"), state("utter_greet", "greet"), state("action_listen", "faq")],
    [state(), state("action_listen", "faq", form=["1"]), state("utter_faq", "faq")],
    [],
]
RULES = {
    json.dumps(rule): "action"
    for rule in (
        [state()],
        [state("action_listen", "greet")],
        [state("action_listen", "faq")],
        [state("action_listen", "greet"), state("utter_greet", "greet")],
        [state(), state("action_listen", "greet")],
        [state("action_listen", "faq", form=["1"]), state("utter_faq")],
        [state("action_listen", "faq", form="should_not_be_set")],
        [state("a"), state("b"), state("action_listen", "greet"), state("utter_greet")],
    )
}


@pytest.fixture
def policy():
    """The methods compared use nothing of the policy's own state."""
    return RulePolicy.__new__(RulePolicy)


@pytest.mark.parametrize("states", CONVERSATIONS)
def test_the_same_rules_apply(policy, states):
    assert applicable_rules(policy, RULES, states) == RASAS_POSSIBLE_KEYS(policy, RULES, states)


def test_the_comparison_meets_rules_that_apply_and_rules_that_do_not(policy):
    counts = {len(applicable_rules(policy, RULES, states)) for states in CONVERSATIONS}
    assert len(counts) > 2


class Nodes(DaskGraphRunner):
    """A runner over plain functions instead of loaded components, which counts their calls."""

    def __init__(self, needs):
        nodes = {
            name: SchemaNode(needs=dict(enumerate(parents)), uses=object, constructor_name="", fn="", config={})
            for name, parents in needs.items()
        }
        self._graph_schema = GraphSchema(nodes)
        self._execution_context = None
        self.calls = []
        self._instantiated_nodes = {name: self._node(name) for name in needs}

    def _node(self, name):
        def run(*inputs):
            self.calls.append(name)
            return name, f"{name}({', '.join(str(given) for given in inputs)})"

        return run


NEEDS = {"a": ["message"], "b": ["a", "tracker"], "c": ["a", "b", "missing"], "unneeded": ["a"]}


@pytest.mark.parametrize("targets", [["c"], ["b", "a"], ["unneeded"]])
def test_a_run_gives_the_same_and_runs_each_needed_node_once(targets):
    ours, rasas = Nodes(NEEDS), Nodes(NEEDS)
    for _ in range(2):
        ours.calls, rasas.calls = [], []
        inputs = {"message": "hi", "tracker": 1}
        assert run_in_order(ours, inputs, targets) == RASAS_RUN(rasas, inputs, targets)
        assert sorted(ours.calls) == sorted(rasas.calls)
