// The engines that tests run on are a module of their own, so that the tests of the drivers, which lie below
// everything that this module knows, use the same ones.
@_exported public import DatabaseTesting
