<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis hasScaleBasedVisibilityFlag="0" minScale="1e+08" maxScale="0" version="3.22.16-Białowieża" styleCategories="Symbology|Rendering">
  <pipe-data-defined-properties>
    <Option type="Map">
      <Option value="" type="QString" name="name"/>
      <Option name="properties"/>
      <Option value="collection" type="QString" name="type"/>
    </Option>
  </pipe-data-defined-properties>
  <pipe>
    <provider>
      <resampling zoomedOutResamplingMethod="nearestNeighbour" zoomedInResamplingMethod="nearestNeighbour" maxOversampling="2" enabled="false"/>
    </provider>
    <rasterrenderer band="1" classificationMin="-5" classificationMax="5" type="singlebandpseudocolor" nodataColor="" alphaBand="-1" opacity="1">
      <minMaxOrigin>
        <limits>None</limits>
        <extent>WholeRaster</extent>
        <statAccuracy>Estimated</statAccuracy>
        <cumulativeCutLower>0.02</cumulativeCutLower>
        <cumulativeCutUpper>0.98</cumulativeCutUpper>
        <stdDevFactor>2</stdDevFactor>
      </minMaxOrigin>
      <rastershader>
        <colorrampshader classificationMode="1" labelPrecision="6" colorRampType="INTERPOLATED" minimumValue="-5" maximumValue="5" clip="0">
          <colorramp type="gradient" name="[source]">
            <Option type="Map">
              <Option value="33,102,172,255" type="QString" name="color1"/>
              <Option value="178,24,43,255" type="QString" name="color2"/>
              <Option value="0" type="QString" name="discrete"/>
              <Option value="gradient" type="QString" name="rampType"/>
              <Option value="0.3;146,197,222,255:0.5;247,247,247,255:0.7;244,165,130,255" type="QString" name="stops"/>
            </Option>
            <prop v="33,102,172,255" k="color1"/>
            <prop v="178,24,43,255" k="color2"/>
            <prop v="0" k="discrete"/>
            <prop v="gradient" k="rampType"/>
            <prop v="0.3;146,197,222,255:0.5;247,247,247,255:0.7;244,165,130,255" k="stops"/>
          </colorramp>
          <item value="-5" alpha="255" color="#2166ac" label="-5 m"/>
          <item value="-2" alpha="255" color="#92c5de" label="-2 m"/>
          <item value="0" alpha="255" color="#f7f7f7" label="0 m"/>
          <item value="2" alpha="255" color="#f4a582" label="2 m"/>
          <item value="5" alpha="255" color="#b2182b" label="5 m"/>
          <rampLegendSettings maximumLabel="" useContinuousLegend="1" prefix="" suffix=" m" minimumLabel="" direction="0" orientation="2">
            <numericFormat id="basic">
              <Option type="Map">
                <Option value="" type="QChar" name="decimal_separator"/>
                <Option value="2" type="int" name="decimals"/>
                <Option value="0" type="int" name="rounding_type"/>
                <Option value="false" type="bool" name="show_plus"/>
                <Option value="true" type="bool" name="show_thousand_separator"/>
                <Option value="false" type="bool" name="show_trailing_zeros"/>
                <Option value="" type="QChar" name="thousand_separator"/>
              </Option>
            </numericFormat>
          </rampLegendSettings>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast gamma="1" brightness="0" contrast="0"/>
    <huesaturation grayscaleMode="0" colorizeGreen="128" colorizeOn="0" invertColors="0" colorizeBlue="128" colorizeRed="255" saturation="0" colorizeStrength="100"/>
    <rasterresampler maxOversampling="2"/>
    <resamplingStage>resamplingFilter</resamplingStage>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
