import ShopCore
import TasksDaemon

await Shop.main()
