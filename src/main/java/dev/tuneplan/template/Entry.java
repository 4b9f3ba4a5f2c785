package dev.tuneplan.template;

import java.util.List;

/**
 * Gives the variables of a scope their first values (enter_frame and leave_frame,
 * jinja2/compiler.py 3.1.6).
 *
 * @param copies from outer scopes
 * @param looks from what the template is rendered with
 * @param missing without a value
 * @param all every variable of the scope
 */
record Entry(List<Copy> copies, List<Look> looks, List<Integer> missing, List<Integer> all) {
  record Copy(Function.Reach from, int slot) {}

  record Look(String name, int slot) {}

  void enter(Env env) {
    for (Copy copy : copies) {
      env.slots[copy.slot] = copy.from.get(env);
    }
    for (Look look : looks) {
      Object value = env.run.variables().find(look.name);
      env.slots[look.slot] = value == null ? Builtins.all().get(look.name) : value;
    }
    for (int slot : missing) {
      env.slots[slot] = null;
    }
  }

  void leave(Env env) {
    for (int slot : all) {
      env.slots[slot] = null;
    }
  }
}
