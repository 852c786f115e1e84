import { Layer } from "effect"

/**
 * What an adapter provides, for hosts that do not know Effect: made by packages such as `@parkade/testing/memory`, and
 * only ever passed to {@link createParkade}. One that provides more than is asked for will do.
 */
export class Adapter<in Ports> {
  readonly #layer: Layer.Layer<Ports, unknown>

  private constructor(layer: Layer.Layer<Ports, unknown>) {
    this.#layer = layer
  }

  /** For authors of adapters: wraps the layer that they have. */
  static of<Ports>(layer: Layer.Layer<Ports, unknown>): Adapter<Ports> {
    return new Adapter(layer)
  }

  /** A start that fails is a defect of the host: what is wrong is in the rejected promise. */
  static layerOf<Ports>(adapter: Adapter<Ports>): Layer.Layer<Ports> {
    return Layer.orDie(adapter.#layer)
  }
}
