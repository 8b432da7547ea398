namespace Twins.Energy.Scheduling.Formulation;

/// <summary>All elements of a site in the model.</summary>
internal static class SiteAssets
{
    public static List<IAssetRows> Add(SiteFormulation site)
    {
        var assets = new List<IAssetRows>();
        assets.AddRange(site.Site.GridConnections.Select(connection => new GridRows(site, connection)));
        AddStores(site, assets);
        assets.AddRange(site.Site.Photovoltaics.Select(plant => new PhotovoltaicRows(site, plant)));
        assets.AddRange(site.Site.Loads.Select(load => new LoadRows(site, load)));
        assets.AddRange(site.Site.DeferrableLoads.Select(load => new DeferrableRows(site, load)));
        assets.AddRange(site.Site.Vehicles.Select(visit => new VehicleRows(site, visit)));
        assets.AddRange(site.Site.ShipCalls.Select(call => new ShipRows(site, call)));
        assets.AddRange(site.Site.Converters.Select(converter => new ConverterRows(site, converter)));
        assets.AddRange(site.Site.DataCentres.Select(centre => new DataCentreRows(site, centre)));
        site.Close();
        return assets;
    }

    private static void AddStores(SiteFormulation site, List<IAssetRows> assets)
    {
        double terminalEurPerKwh = MeanImportPrice(site);
        StorageTraits[] stores =
        [
            .. site.Site.Batteries.Select(battery => StorageTraits.Of(battery, site.Grid, terminalEurPerKwh)),
            .. site.Site.HydrogenStores.Select(store => StorageTraits.Of(store, site.Grid)),
        ];
        StorageRows[] rows = [.. stores.Select(store => new StorageRows(site, store))];
        assets.AddRange(rows);
        ReserveRows.Add(site, [.. rows.Zip(stores, (row, store) => (row, store.MinKwh, store.DischargeEfficiency))]);
    }

    private static double MeanImportPrice(SiteFormulation site) => site.Site.GridConnections.IsEmpty
        ? 0
        : site.Site.GridConnections.Average(connection =>
            Enumerable.Range(0, site.Grid.Count).Sum(step => connection.ImportPriceEurPerKwh[step] * site.Grid.Hours(step))
            / (site.Grid.End - site.Grid.Start).TotalHours);
}
