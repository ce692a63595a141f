/// What a group comes to: several results instead of one. Only a name in types: `TaskSignature<GroupOf<Int>>` is sent for a
/// ``GroupResult`` of `Int`.
public enum GroupOf<Element: Sendable>: Sendable {}
