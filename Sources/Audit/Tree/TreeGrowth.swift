/// What appending leaves to a tree changes.
package struct TreeGrowth: Sendable, Equatable {
    /// The tree with the leaves.
    package let frontier: TreeFrontier
    /// The tiles that are new or wider, each as wide as it is now, by level and then by index.
    package let tiles: [Tile]
}
