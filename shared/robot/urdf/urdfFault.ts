/** A URDF that cannot be used; the message names the element and says what is wrong with it. */
export class UrdfFault extends Error {
  override readonly name = 'UrdfFault';
}
