package dev.tuneplan.template;

import dev.tuneplan.base.Place;

/**
 * A place in a template's text.
 *
 * @param line from 1
 * @param column from 1
 */
record Spot(int line, int column) {
  Place in(String name) {
    return new Place(name, line, column);
  }
}
